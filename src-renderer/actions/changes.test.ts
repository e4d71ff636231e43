import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import {
  conversation as conversationWire,
  GENERAL,
  messageId,
  room,
} from '../../tests/support/render/fixtures.ts'
import { createApp, ORIGIN } from '../../tests/support/render/create-app.ts'

const OFFLINE = { ok: false, error: { code: 'unavailable', message: 'The disk is full' } }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function joined(disk = new Map<string, string>()) {
  const server = createChatServer()
  const app = await createApp(server, (platform) => platform, disk)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  const conversation = () => {
    const found = app.state().conversations.get(GENERAL)
    if (!found) throw new Error('General is not known')
    return found
  }
  const texts = () => conversation().messages.map(({ text }) => text)
  const asked = (name: string) => server.heard.filter((request) => request.name === name)
  const say = async (text: string) => {
    app.actions.sendMessage(text)
    await app.pass()
    return conversation().messages.at(-1)!.id
  }
  return { server, app, conversation, texts, asked, say }
}

test('edits, deletions and reactions that happened during a break are there afterwards', async () => {
  const { server, app, conversation, texts } = await joined()
  for (const text of ['one', 'two', 'three']) server.say(text)
  server.cut()
  server.change(1, { text: 'one, edited', editedAt: 5 })
  server.change(2, { text: '', deletedAt: 5 })
  server.react(3, '🔥')
  server.restore()
  app.wake()
  await app.pass()
  expect(texts()).toEqual(['one, edited', '', 'three'])
  expect(conversation().messages[2]?.reactions).toMatchObject([{ emoji: '🔥' }])
  expect(conversation().knownSeq).toBe(6)
})

test('a change that was lost on the way is fetched when the next one shows the gap', async () => {
  const { server, app, texts, asked } = await joined()
  server.say('one')
  server.silently(() => server.change(1, { text: 'edited', editedAt: 5 }))
  server.react(1, '🔥')
  await app.pass()
  expect(texts()).toEqual(['edited'])
  expect(asked('chat:changes')).toHaveLength(1)
})

test('nothing is asked for while nothing is missing', async () => {
  const { server, app, asked } = await joined()
  server.say('one')
  server.change(1, { text: 'two', editedAt: 5 })
  server.react(1, '🔥')
  await app.pass()
  expect(asked('chat:changes')).toEqual([])
})

test('a server whose store was replaced is read anew', async () => {
  const { server, app, texts } = await joined()
  for (const text of ['one', 'two', 'three']) server.say(text)
  server.cut()
  server.answer('room:join', () => {
    const [first] = server.stored
    server.tell('chat:history', [{ ...first, text: 'of the new store' }])
    const you = app.state().me
    return { ok: true, room: room('general'), you, token: 'a'.repeat(43), lastSeq: 1, call: null }
  })
  server.answer('conversations:follow', () => ({
    ok: true,
    conversations: [conversationWire(GENERAL, { lastSeq: 1 })],
  }))
  server.answer('chat:history', () => ({
    ok: true,
    messages: [{ ...server.stored[0], text: 'of the new store' }],
    more: false,
    moreAfter: false,
  }))
  server.restore()
  app.wake()
  await app.pass()
  expect(texts()).toEqual(['of the new store'])
})

test('a reaction is shown at once, and taken back with a sentence when it fails', async () => {
  const { server, app, conversation } = await joined()
  server.say('one')
  server.answer('chat:reaction', () => OFFLINE)
  const { id } = conversation().messages[0]!
  const reacting = app.actions.toggleReaction(GENERAL, id, '👍')
  expect(conversation().wishes).toMatchObject([{ emoji: '👍', on: true }])
  await reacting
  expect(conversation().wishes).toEqual([])
  expect(app.state().notices.at(-1)?.text).toBe('Your reaction was not saved. The disk is full.')
})

test('reacting says what is meant, so that a repeated request is harmless', async () => {
  const { server, app, conversation, asked } = await joined()
  server.say('one')
  const { id } = conversation().messages[0]!
  await app.actions.toggleReaction(GENERAL, id, '👍')
  await app.actions.toggleReaction(GENERAL, id, '👍')
  expect(asked('chat:reaction').map(({ input }) => input['on'])).toEqual([true, false])
  expect(conversation().messages[0]?.reactions).toEqual([])
})

test('the last message of ours is edited', async () => {
  const { server, app, texts, say } = await joined()
  await say('the cutter is fre')
  server.say('ok')
  expect(app.actions.editLastMessage()).toBe(true)
  app.actions.changeEditing('the cutter is free')
  expect(await app.actions.saveEditing()).toBe(true)
  expect(app.state().editing).toBeNull()
  expect(texts()).toEqual(['the cutter is free', 'ok'])
})

test('an edit that fails keeps the text and says why', async () => {
  const { server, app, say } = await joined()
  await say('one')
  server.answer('chat:edit', () => OFFLINE)
  app.actions.editLastMessage()
  app.actions.changeEditing('two')
  expect(await app.actions.saveEditing()).toBe(false)
  expect(app.state().editing).toMatchObject({
    text: 'two',
    isSaving: false,
    problem: 'Not saved. The disk is full.',
  })
})

test('an edit without a change or without a text is not sent', async () => {
  const { app, asked, say } = await joined()
  await say('one')
  app.actions.editLastMessage()
  expect(await app.actions.saveEditing()).toBe(true)
  app.actions.editLastMessage()
  app.actions.changeEditing('  ')
  expect(await app.actions.saveEditing()).toBe(false)
  expect(app.state().editing?.problem).toMatch(/delete it instead/)
  expect(asked('chat:edit')).toEqual([])
})

test('a message is deleted after a question, and the question stays when it fails', async () => {
  const { server, app, texts, say } = await joined()
  const id = await say('one')
  server.answer('chat:delete', () => OFFLINE)
  app.actions.askToDelete(GENERAL, id)
  await app.actions.confirmDelete()
  expect(app.state().deleting?.problem).toBe('Not deleted. The disk is full.')
  server.answer('chat:delete', () => ({
    ok: true,
    message: { ...server.stored[0], text: '', deletedAt: 9, changeSeq: 2 },
  }))
  await app.actions.confirmDelete()
  expect(app.state().deleting).toBeNull()
  expect(texts()).toEqual([''])
})

test('an answer carries what it answers, once', async () => {
  const { server, app, conversation, asked, say } = await joined()
  server.say('who?')
  const { id } = conversation().messages[0]!
  app.actions.replyTo(GENERAL, id)
  app.actions.sendMessage('me')
  expect(conversation().outgoing[0]?.replyTo).toMatchObject({ id, user: 'Jonas', text: 'who?' })
  await say('and this')
  expect(asked('chat:message').map(({ input }) => input['replyTo'])).toEqual([id, undefined])
})

test('typing is told at most every three seconds, and anew after sending', async () => {
  const { app, asked, say } = await joined()
  app.actions.tellTyping()
  app.actions.tellTyping()
  await app.pass(2_900)
  app.actions.tellTyping()
  expect(asked('chat:typing')).toHaveLength(1)
  await app.pass(200)
  app.actions.tellTyping()
  await say('done')
  app.actions.tellTyping()
  expect(asked('chat:typing')).toHaveLength(3)
})

test('others are typing until they say it or stop', async () => {
  const { server, app } = await joined()
  const userId = '4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a02'
  const type = () => server.tell('chat:typing', { roomId: 'general', user: 'Jonas', userId })
  const names = () => app.state().typists.map(({ name }) => name)
  type()
  await app.pass(3_000)
  type()
  await app.pass(3_000)
  expect(names()).toEqual(['Jonas'])
  await app.pass(1_100)
  expect(names()).toEqual([])
  type()
  server.say('here')
  expect(names()).toEqual([])
})

test('what was not sent survives a restart and is sent in order, under the same keys', async () => {
  const disk = new Map<string, string>()
  const before = await joined(disk)
  before.server.cut()
  before.app.actions.sendMessage('one')
  before.app.actions.sendMessage('two')
  const keys = before.conversation().outgoing.map(({ clientId }) => clientId)

  const after = await joined(disk)
  await after.app.pass()
  expect(after.texts()).toEqual(['one', 'two'])
  expect(after.asked('chat:message').map(({ input }) => input['clientId'])).toEqual(keys)
  expect(after.conversation().outgoing).toEqual([])
  expect(disk.get('parley.outbox')).toBe('{}')
})

test('what was given up is still there after a restart, and leaving does not lose it', async () => {
  const disk = new Map<string, string>()
  const before = await joined(disk)
  before.server.answer('chat:message', () => OFFLINE)
  before.app.actions.sendMessage('one')
  await before.app.pass()
  before.app.actions.leaveServer()

  const after = await joined(disk)
  await after.app.pass()
  expect(after.conversation().outgoing).toMatchObject([
    { text: 'one', state: { phase: 'failed', reason: 'The disk is full.' } },
  ])
  expect(after.asked('chat:message')).toEqual([])
})

test('an outbox that cannot be read is set aside', async () => {
  const disk = new Map([['parley.outbox', '{"broken']])
  const { conversation } = await joined(disk)
  expect(conversation().outgoing).toEqual([])
  expect([...disk.keys()].some((key) => key.startsWith('parley.outbox.unreadable'))).toBe(true)
})

test('what comes while nobody looks is counted and pointed out', async () => {
  const { server, app, conversation, say } = await joined()
  const unread = () => app.state().summaries.get(GENERAL)?.unread
  server.say('seen')
  app.actions.changeAttention({ isFocused: false })
  server.say('unseen')
  server.say('unseen too')
  expect(unread()).toBe(2)
  expect(conversation().newAfterSeq).toBe(1)
  app.actions.changeAttention({ isFocused: true })
  expect(unread()).toBe(0)
  expect(conversation().newAfterSeq).toBe(1)
  await say('I saw it')
  expect(conversation().newAfterSeq).toBeNull()
})

test('the line stays while somebody scrolls up to it, and goes when they turn away', async () => {
  const { server, app, conversation } = await joined()
  server.say('seen')
  app.actions.changeAttention({ isAtEnd: false })
  server.say('unseen')
  app.actions.changeAttention({ isAtEnd: true })
  app.actions.changeAttention({ isAtEnd: false })
  expect(conversation().newAfterSeq).toBe(1)
  app.actions.changeAttention({ isAtEnd: true })
  app.actions.changeAttention({ isFocused: false })
  expect(conversation().newAfterSeq).toBeNull()
})

test('what came during a break is pointed out, and nothing is when nothing came', async () => {
  const { server, app, conversation } = await joined()
  server.say('before')
  const comeBack = async () => {
    server.restore()
    app.wake()
    await app.pass()
  }
  server.cut()
  await comeBack()
  expect(conversation().newAfterSeq).toBeNull()
  server.cut()
  server.say('meanwhile')
  await comeBack()
  expect(conversation().newAfterSeq).toBe(1)
})

test('an old message is shown in its surroundings, with a way back to the newest', async () => {
  const server = createChatServer()
  for (let index = 0; index < 2_500; index += 1) server.say(`old ${index}`)
  const app = await createApp(server)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  const seqs = () =>
    app
      .state()
      .conversations.get(GENERAL)
      ?.messages.map(({ seq }) => seq) ?? []
  const isLive = () => app.state().conversations.get(GENERAL)?.isLive
  expect(await app.actions.jumpTo(GENERAL, 200)).toBe(true)
  expect(app.state().jump).toMatchObject({ roomId: GENERAL, messageId: messageId(200) })
  expect(seqs()).toContain(200)
  expect(isLive()).toBe(false)
  server.say('meanwhile')
  expect(seqs()).not.toContain(2_501)
  await app.actions.loadNewer(GENERAL)
  expect(seqs().at(-1)).toBe(274)
  await app.actions.goToNewest(GENERAL)
  expect(isLive()).toBe(true)
  expect(seqs().at(-1)).toBe(2_501)
})

test('what is not there cannot be jumped to, and nothing else changes', async () => {
  const { server, app, texts } = await joined()
  server.say('one')
  expect(await app.actions.jumpTo(GENERAL, 77)).toBe(false)
  expect(app.state().notices.at(-1)?.text).toMatch(/not there any more/)
  expect(texts()).toEqual(['one'])
})
