import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { GENERAL, MUSIC } from '../../tests/support/render/fixtures.ts'
import { createApp, ORIGIN } from '../../tests/support/render/create-app.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function joined() {
  const server = createChatServer()
  const app = await createApp(server)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  const conversation = () => {
    const found = app.state().conversations.get(GENERAL)
    if (!found) throw new Error('General is not known')
    return found
  }
  const texts = () => conversation().messages.map(({ text }) => text)
  const sentTexts = () =>
    server.heard.filter(({ name }) => name === 'chat:message').map(({ input }) => input['text'])
  return { server, app, conversation, texts, sentTexts }
}

test('joining lands in General with who is there', async () => {
  const { app } = await joined()
  expect(app.state()).toMatchObject({
    view: { screen: 'server' },
    link: { phase: 'online' },
    openRoom: 'general',
    me: { name: 'Anna' },
    joinForm: { busyWith: null, problem: null },
  })
  expect(app.state().rooms).toHaveLength(2)
})

test('a message is shown at once and appears once when the server confirms it', async () => {
  const { app, conversation, texts } = await joined()
  app.actions.sendMessage('hi')
  expect(conversation().outgoing).toMatchObject([{ text: 'hi', state: { phase: 'sending' } }])
  await app.pass()
  expect(conversation().outgoing).toEqual([])
  expect(texts()).toEqual(['hi'])
})

test('what is written during a break is sent afterwards, in order and once', async () => {
  const { server, app, texts, conversation } = await joined()
  server.cut()
  app.actions.sendMessage('one')
  app.actions.sendMessage('two')
  await app.pass(2_000)
  expect(app.state().link.phase).toBe('offline')
  expect(conversation().outgoing).toHaveLength(2)
  server.restore()
  app.wake()
  await app.pass()
  expect(app.state().link.phase).toBe('online')
  expect(texts()).toEqual(['one', 'two'])
  expect(conversation().outgoing).toEqual([])
})

test('a message whose ack was lost is sent again under the same key and stored once', async () => {
  const { server, app, texts } = await joined()
  server.answer('chat:message', (input) => {
    server.silently(() => server.say(String(input['text'])))
    Object.assign(server.stored[0] ?? {}, { clientId: input['clientId'] })
    server.cut()
    throw new Error('ack lost')
  })
  app.actions.sendMessage('hi')
  await app.pass()
  server.restore()
  await app.pass(20_000)
  expect(texts()).toEqual(['hi'])
  expect(server.stored).toHaveLength(1)
})

test('what others said during a break is fetched page by page without a gap', async () => {
  const { server, app, texts } = await joined()
  server.say('before')
  server.cut()
  for (let index = 0; index < 230; index += 1) server.say(`missed ${index}`)
  server.restore()
  app.wake()
  await app.pass()
  expect(texts()).toHaveLength(231)
})

test('after a very long break only the newest page is read', async () => {
  const { server, app, conversation } = await joined()
  server.say('before')
  server.cut()
  for (let index = 0; index < 2_000; index += 1) server.say(`missed ${index}`)
  server.restore()
  app.wake()
  await app.pass()
  expect(conversation().messages).toHaveLength(50)
  expect(conversation().isAtStart).toBe(false)
})

test('an event that was lost on the way is fetched when the next one shows the gap', async () => {
  const { server, app, texts } = await joined()
  server.say('one')
  server.silently(() => server.say('two'))
  server.say('three')
  await app.pass()
  expect(texts()).toEqual(['one', 'two', 'three'])
})

test('a rate limit is waited for, not shown', async () => {
  const { server, app, texts, conversation } = await joined()
  const limited = { code: 'rate-limited', message: 'Slow down', retryAfter: 3_000 }
  server.answer('chat:message', () => ({ ok: false, error: limited }))
  app.actions.sendMessage('patience')
  await app.pass(1_000)
  expect(conversation().outgoing[0]?.state.phase).toBe('sending')
  server.answer('chat:message', (input) => {
    server.silently(() => server.say(String(input['text'])))
    const message = { ...server.stored[0], clientId: input['clientId'] }
    return { ok: true, message, duplicate: false }
  })
  await app.pass(2_500)
  expect(texts()).toEqual(['patience'])
})

test('a refused message stays with its reason until it is sent again or discarded', async () => {
  const { server, app, conversation } = await joined()
  server.answer('chat:message', () => ({
    ok: false,
    error: { code: 'unavailable', message: 'The server cannot store at the moment' },
  }))
  app.actions.sendMessage('hi')
  await app.pass()
  expect(conversation().outgoing).toMatchObject([
    { state: { phase: 'failed', reason: 'The server cannot store at the moment.' } },
  ])
  const [failed] = conversation().outgoing
  if (failed) app.actions.discardMessage(GENERAL, failed.clientId)
  expect(conversation().outgoing).toEqual([])
})

test('an empty or endless text is refused with a sentence and not sent', async () => {
  const { app, sentTexts } = await joined()
  expect(app.actions.sendMessage('x'.repeat(8_001))).toMatchObject({
    ok: false,
    error: 'A message has at most 8000 characters.',
  })
  await app.pass()
  expect(sentTexts()).toEqual([])
})

test('older pages are put in front', async () => {
  const server = createChatServer()
  for (let index = 0; index < 120; index += 1) server.say(`old ${index}`)
  const app = await createApp(server)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  await app.actions.loadOlder(GENERAL)
  await app.actions.loadOlder(GENERAL)
  const conversation = app.state().conversations.get(GENERAL)
  expect(conversation?.messages.map(({ seq }) => seq)).toEqual(
    Array.from({ length: 120 }, (_, index) => index + 1),
  )
  expect(conversation?.isAtStart).toBe(true)
})

test('the room that was open is entered again after a break', async () => {
  const { server, app } = await joined()
  await app.actions.openConversation(MUSIC)
  server.cut()
  server.restore()
  await app.pass(20_000)
  const joins = server.heard.filter(({ name }) => name === 'room:join')
  expect(joins.map(({ input }) => input['roomId'])).toEqual(['general', 'music', 'music'])
  expect(joins.at(-1)?.auth['token']).toBeDefined()
  expect(app.state().openRoom).toBe('music')
})

test('nonsense from the server is ignored', async () => {
  const { server, app, texts } = await joined()
  server.tell('chat:message', { type: 'text', text: { toString: 'evil' } })
  server.tell('rooms:list', 'nothing')
  server.tell('constructor', {})
  server.say('still here')
  await app.pass()
  expect(texts()).toEqual(['still here'])
  expect(app.state().rooms).toHaveLength(2)
})

test('a server that ends for good says so and is not asked again', async () => {
  const { server, app } = await joined()
  server.tell('server:closing', { restarting: false })
  await app.pass(60_000)
  expect(app.state().link.phase).toBe('closed')
  expect(server.heard.filter(({ name }) => name === 'room:join')).toHaveLength(1)
})

test('a server that restarts is joined again by itself', async () => {
  const { server, app } = await joined()
  server.tell('server:closing', { restarting: true })
  expect(app.state().link.phase).toBe('offline')
  await app.pass(2_000)
  expect(app.state().link.phase).toBe('online')
})

test('a name that is taken is a problem of the name field', async () => {
  const server = createChatServer()
  server.answer('room:join', () => ({
    ok: false,
    error: { code: 'name-taken', message: '"Anna" is used by somebody who is here' },
  }))
  const app = await createApp(server)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  expect(app.state().joinForm.problem).toMatchObject({ field: 'name' })
  expect(app.state().view.screen).toBe('welcome')
})

test('a name that cannot be is refused before anything is asked', async () => {
  const server = createChatServer()
  const app = await createApp(server)
  await app.actions.joinAddress('!', '192.0.2.7')
  expect(app.state().joinForm.problem?.field).toBe('name')
  await app.actions.joinAddress('Anna', 'ftp://x')
  expect(app.state().joinForm.problem?.field).toBe('address')
  expect(server.heard).toEqual([])
})

test('the token is kept for the next time, and not used under another name', async () => {
  const { server, app } = await joined()
  const joinedWith = () => server.heard.findLast(({ name }) => name === 'room:join')?.auth
  app.actions.leaveServer()
  await app.actions.joinKnownServer('Anna', ORIGIN)
  expect(joinedWith()).toHaveProperty('token')
  app.actions.leaveServer()
  await app.actions.joinKnownServer('Annabel', ORIGIN)
  expect(joinedWith()).toEqual({})
})

test('a draft belongs to its room', async () => {
  const { app } = await joined()
  app.actions.setDraft(GENERAL, 'half a thought')
  await app.actions.openConversation(MUSIC)
  app.actions.setDraft(MUSIC, 'la la')
  expect(Object.values(app.state().drafts)).toEqual(['half a thought', 'la la'])
  await app.pass(1_000)
  expect(Object.values(app.platform.memory.drafts())).toEqual(['half a thought', 'la la'])
})
