import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { directIdOf } from '#shared/domain/direct.ts'
import { personIdSchema } from '#shared/domain/ids.ts'
import { createChatServer, type ChatServer } from '../../tests/support/render/chat-server.ts'
import { createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import { createMediaInMemory } from '../platform/kept-media.ts'
import {
  ANNA,
  GENERAL,
  JONAS,
  MUSIC,
  own,
  room,
  WITH_JONAS,
} from '../../tests/support/render/fixtures.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** An app that was on the server, and was closed. */
async function visited(disk: Map<string, string>, prepare: (server: ChatServer) => void) {
  const server = createChatServer()
  const app = await createApp(server, (platform) => platform, disk)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  prepare(server)
  await app.actions.openConversation(WITH_JONAS)
  await app.actions.openConversation(GENERAL)
  await app.pass(5_000)
  app.actions.leaveServer()
  return server
}

async function appWithout(disk: Map<string, string>, server: ChatServer) {
  server.cut()
  const isAway = { current: true }
  const app = await createApp(
    server,
    (platform) => platform,
    disk,
    () => !isAway.current,
  )
  await app.actions.joinKnownServer('Anna', ORIGIN)
  const texts = (roomId: typeof GENERAL) =>
    app
      .state()
      .conversations.get(roomId)
      ?.messages.map(({ text }) => text) ?? []
  return { app, texts, isAway }
}

const say = (server: ChatServer): void => {
  server.say('in the room')
  server.say('between us', { roomId: WITH_JONAS })
}

test('a server that is away can be read as it was, and what is written waits', async () => {
  const disk = new Map<string, string>()
  const server = await visited(disk, say)
  const { app, texts } = await appWithout(disk, server)
  expect(app.state()).toMatchObject({ view: { screen: 'server' }, openRoom: GENERAL })
  expect(texts(GENERAL)).toEqual(['in the room'])
  await app.actions.openConversation(WITH_JONAS)
  expect(texts(WITH_JONAS)).toEqual(['between us'])
  app.actions.sendMessage('later')
  await app.pass(1_000)
  expect(app.state().link.phase).toBe('offline')

  server.say('meanwhile')
  server.restore()
  app.wake()
  await app.pass()
  expect(app.state().link.phase).toBe('online')
  expect(texts(WITH_JONAS)).toEqual(['between us', 'later'])
  await app.actions.openConversation(GENERAL)
  expect(texts(GENERAL)).toEqual(['in the room', 'meanwhile'])
})

test('a server that nobody was on before is a problem of the form, as ever', async () => {
  const { app } = await appWithout(new Map(), createChatServer())
  expect(app.state().view.screen).toBe('welcome')
  expect(app.state().joinForm.problem).not.toBeNull()
})

test('a forgotten server leaves nothing behind', async () => {
  const disk = new Map<string, string>()
  const server = await visited(disk, say)
  const { app } = await appWithout(disk, server)
  await app.actions.forgetServer(ORIGIN)
  expect(app.state().view.screen).toBe('welcome')
  expect([...disk].filter(([, text]) => /in the room|between us/.test(text))).toEqual([])
  expect(disk.get('parley.credentials')).toBe('{}')
})

test('nothing of what was to be said on a forgotten server stays either', async () => {
  const disk = new Map<string, string>()
  const server = createChatServer()
  const keptMedia = createMediaInMemory()
  const app = await createApp(server, undefined, disk, undefined, keptMedia)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  app.actions.setDraft(GENERAL, 'half a secret')
  server.cut()
  app.actions.sendMessage('a whole secret')
  await app.actions.startNote()
  app.recorders.speak(1)
  await app.actions.attachFiles(GENERAL, [new File(['secret'], 'secret.txt')])
  await app.actions.sendAttached(GENERAL, '')
  await app.pass(1_000)
  const [fileId] = app
    .state()
    .conversations.get(GENERAL)!
    .outgoing.flatMap(({ files }) => files.map((file) => file.fileId))
  expect(await keptMedia.content(fileId!)).not.toBeNull()
  await app.actions.forgetServer(ORIGIN)
  expect([...disk].filter(([, text]) => /secret|192\.0\.2\.7/.test(text))).toEqual([])
  expect(await keptMedia.notes(() => true)).toEqual([])
  expect(await keptMedia.content(fileId!)).toBeNull()
})

test('what a room does not keep so long is not kept here either', async () => {
  const disk = new Map<string, string>()
  const server = await visited(disk, (chat) => {
    chat.setRooms([room('general', { retentionDays: 1 }), room('music')])
    chat.tell('rooms:list', [room('general', { retentionDays: 1 }), room('music')])
    say(chat)
  })
  vi.setSystemTime(Date.now() + 2 * 86_400_000)
  const { texts } = await appWithout(disk, server)
  expect(texts(GENERAL)).toEqual([])
})

test('of somebody else by the same name nothing is shown', async () => {
  const disk = new Map<string, string>()
  const server = await visited(disk, say)
  const stranger = { ...own(ANNA), id: '4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a99' }
  server.answer('room:join', () => ({
    ok: true,
    room: room('general'),
    you: stranger,
    token: 'b'.repeat(43),
    lastSeq: 1,
  }))
  server.answer('conversations:follow', () => ({ ok: true, conversations: [] }))
  const app = await createApp(server, (platform) => platform, disk)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  expect(app.state().conversations.has(WITH_JONAS)).toBe(false)
})

test('only so many conversations are kept, the ones used last', async () => {
  const disk = new Map<string, string>()
  const server = createChatServer()
  const many = Array.from({ length: 30 }, (_, index) => room(`room-${index}`))
  server.setRooms([room('general'), ...many])
  const app = await createApp(server, (platform) => platform, disk)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  for (const { id } of many) {
    server.say('something', { roomId: id })
    await app.actions.openConversation(id)
    await app.pass(2_000)
  }
  const kept = [...disk.keys()].filter((key) => key.startsWith('parley.history '))
  expect(kept).toHaveLength(20)
  expect(kept.some((key) => key.endsWith(' room-29'))).toBe(true)
  expect(kept.some((key) => key.endsWith(' room-0'))).toBe(false)
  expect(app.state().conversations.has(MUSIC)).toBe(false)
})

test('what waits is not lost when somebody comes back as another person, in rooms and directly', async () => {
  const disk = new Map<string, string>()
  const server = await visited(disk, say)
  const { app, texts } = await appWithout(disk, server)
  app.actions.sendMessage('to the room')
  await app.actions.openConversation(WITH_JONAS)
  app.actions.sendMessage('to Jonas')
  await app.pass(1_000)

  const stranger = {
    ...own(ANNA),
    id: personIdSchema.parse('4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a99'),
  }
  const enter = server.answerOf('room:join')
  server.answer('room:join', (input) => ({ ...(enter(input) as object), you: stranger }))
  const withJonas = directIdOf(stranger.id, JONAS.id)
  server.restore()
  app.wake()
  await app.pass()
  const sent = server.heard.filter(({ name }) => name === 'chat:message').map(({ input }) => input)
  expect(new Map(sent.map(({ roomId, text }) => [roomId, text]))).toEqual(
    new Map([
      [GENERAL, 'to the room'],
      [withJonas, 'to Jonas'],
    ]),
  )
  expect(app.state()).toMatchObject({ openRoom: withJonas, link: { phase: 'online' } })
  expect(app.state().rooms).not.toBeNull()
  expect(texts(WITH_JONAS)).toEqual([])
})

test('the same after a restart', async () => {
  const disk = new Map<string, string>()
  const server = await visited(disk, say)
  const away = await appWithout(disk, server)
  await away.app.actions.openConversation(WITH_JONAS)
  away.app.actions.sendMessage('to Jonas')
  await away.app.pass(1_000)
  away.app.actions.leaveServer()

  const stranger = {
    ...own(ANNA),
    id: personIdSchema.parse('4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a99'),
  }
  const enter = server.answerOf('room:join')
  server.answer('room:join', (input) => ({ ...(enter(input) as object), you: stranger }))
  server.restore()
  const app = await createApp(server, (platform) => platform, disk)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  await app.pass()
  const sent = server.heard.filter(({ name }) => name === 'chat:message').map(({ input }) => input)
  expect(sent).toMatchObject([{ roomId: directIdOf(stranger.id, JONAS.id), text: 'to Jonas' }])
})
