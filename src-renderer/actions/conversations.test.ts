import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RoomId } from '#shared/domain/ids.ts'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import {
  GENERAL,
  JONAS,
  message,
  MIRA,
  MUSIC,
  room,
  WITH_JONAS,
} from '../../tests/support/render/fixtures.ts'
import { selectDirects } from '../state/conversations-list.ts'
import { selectUnreadTotal } from '../state/selectors.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function joined(disk = new Map<string, string>(), server = createChatServer()) {
  const app = await createApp(server, (platform) => platform, disk)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  const asked = (name: string) =>
    server.heard.filter((request) => request.name === name).map(({ input }) => input)
  const summary = (roomId: RoomId) => app.state().summaries.get(roomId)
  const texts = (roomId: RoomId) =>
    app
      .state()
      .conversations.get(roomId)
      ?.messages.map(({ text }) => text) ?? []
  const directs = () => selectDirects(app.state()).map(({ roomId }) => roomId)
  return { server, app, asked, summary, texts, directs }
}

test('what is said in a room that nobody looks at is counted, and mentions are counted apart', async () => {
  const { server, app, summary } = await joined()
  server.say('la la', { roomId: MUSIC })
  server.say('@Anna listen!', { roomId: MUSIC })
  server.say('@here everybody listen!', { roomId: MUSIC })
  expect(summary(MUSIC)).toMatchObject({ unread: 3, mentions: 2 })
  expect(selectUnreadTotal(app.state())).toBe(2)
  expect(app.badges.at(-1)).toBe(2)
})

test('opening a room reads it, tells the server once, and points out where it begins', async () => {
  const { server, app, asked, summary, texts } = await joined()
  server.say('one', { roomId: MUSIC })
  server.say('two', { roomId: MUSIC })
  await app.actions.openConversation(MUSIC)
  await app.pass(1_000)
  expect(texts(MUSIC)).toEqual(['one', 'two'])
  expect(summary(MUSIC)).toMatchObject({ unread: 0, readSeq: 2 })
  expect(app.state().conversations.get(MUSIC)?.newAfterSeq).toBe(0)
  expect(asked('chat:read')).toEqual([{ roomId: MUSIC, seq: 2 }])
})

test('what was unread before coming in is unread, and what is read elsewhere is read here', async () => {
  const server = createChatServer()
  server.say('while away', { roomId: WITH_JONAS })
  const { app, summary } = await joined(new Map(), server)
  expect(summary(WITH_JONAS)).toMatchObject({ unread: 1, withId: JONAS.id })
  const own = { roomId: WITH_JONAS, userId: app.state().me?.id, seq: 1 }
  server.tell('chat:receipt', [own])
  expect(summary(WITH_JONAS)?.unread).toBe(0)
})

test('a message that was told before the server had said what there is counts once', async () => {
  const server = createChatServer()
  const app = await createApp(server)
  const followed = server.answerOf('conversations:follow')
  server.answer('conversations:follow', (input) => {
    const reply = followed(input)
    server.say('in between', { roomId: MUSIC })
    return reply
  })
  await app.actions.joinKnownServer('Anna', ORIGIN)
  expect(app.state().summaries.get(MUSIC)?.unread).toBe(1)
})

test('a direct conversation is opened with a person, leaves us in the room, and is listed', async () => {
  const { server, app, asked, texts, directs } = await joined()
  await app.actions.openDirect(JONAS.id)
  expect(app.state()).toMatchObject({ openRoom: WITH_JONAS, presentRoom: GENERAL })
  expect(directs()).toEqual([WITH_JONAS])
  app.actions.sendMessage('psst')
  await app.pass()
  server.say('what?', { roomId: WITH_JONAS })
  expect(texts(WITH_JONAS)).toEqual(['psst', 'what?'])
  expect(asked('room:join')).toHaveLength(1)
})

test('one that nothing was said in is gone from the list when somebody looks elsewhere', async () => {
  const { app, directs } = await joined()
  await app.actions.openDirect(MIRA.id)
  await app.actions.openConversation(GENERAL)
  expect(directs()).toEqual([])
})

test('somebody who cannot be written to is not opened, and a sentence says why', async () => {
  const { server, app } = await joined()
  const error = { code: 'not-found', message: 'There is nobody like that' }
  server.answer('direct:open', () => ({ ok: false, error }))
  await app.actions.openDirect(JONAS.id)
  expect(app.state().openRoom).toBe(GENERAL)
  expect(app.state().notices.at(-1)?.text).toBe('There is nobody like that.')
})

test('a hidden conversation leaves the list, and comes back with the next message', async () => {
  const { server, app, directs } = await joined()
  server.say('psst', { roomId: WITH_JONAS })
  await app.actions.openConversation(WITH_JONAS)
  await app.actions.hideDirect(WITH_JONAS)
  expect(app.state().openRoom).toBe(GENERAL)
  expect(directs()).toEqual([])
  server.say('are you there?', { roomId: WITH_JONAS })
  expect(directs()).toEqual([WITH_JONAS])
})

test('one that could not be hidden stays, with a sentence', async () => {
  const { server, app, directs } = await joined()
  server.say('psst', { roomId: WITH_JONAS })
  const error = { code: 'unavailable', message: 'The disk is full' }
  server.answer('direct:hide', () => ({ ok: false, error }))
  await app.actions.hideDirect(WITH_JONAS)
  expect(directs()).toEqual([WITH_JONAS])
  expect(app.state().notices.at(-1)?.text).toBe('It stays on the list. The disk is full.')
})

test('the conversation that was open last is open again, a direct one as well', async () => {
  const disk = new Map<string, string>()
  const first = await joined(disk)
  first.server.say('psst', { roomId: WITH_JONAS })
  await first.app.actions.openConversation(WITH_JONAS)
  const second = await joined(disk, first.server)
  expect(second.app.state()).toMatchObject({ openRoom: WITH_JONAS, presentRoom: GENERAL })
  await second.app.actions.openConversation(MUSIC)
  const third = await joined(disk, first.server)
  expect(third.app.state().openRoom).toBe(MUSIC)
})

test('blocking asks first, and unblocking does not', async () => {
  const { app, asked } = await joined()
  app.actions.askToBlock(JONAS.id)
  expect(asked('person:block')).toEqual([])
  await app.actions.confirmBlock()
  expect(app.state().blocking).toBeNull()
  expect(app.state().me?.blocked).toEqual([JONAS.id])
  await app.actions.unblock(JONAS.id)
  expect(app.state().me?.blocked).toEqual([])
})

test('whose calls ring is chosen at once, and what fails is told', async () => {
  const { server, app, asked } = await joined()
  await app.actions.setRings(JONAS.id, false)
  expect(asked('person:ring')).toMatchObject([{ userId: JONAS.id, on: false }])
  expect(app.state().me).toMatchObject({ quietCallers: [JONAS.id], blocked: [] })
  await app.actions.setRings(JONAS.id, true)
  expect(app.state().me?.quietCallers).toEqual([])
  const error = { code: 'unavailable', message: 'The disk is full' }
  server.answer('person:ring', () => ({ ok: false, error }))
  await app.actions.setRings(JONAS.id, false)
  expect(app.state().notices.at(-1)?.text).toBe('Not changed. The disk is full.')
  expect(app.state().me?.quietCallers).toEqual([])
})

test('a block that fails keeps the question and says why', async () => {
  const { server, app } = await joined()
  const error = { code: 'unavailable', message: 'The disk is full' }
  server.answer('person:block', () => ({ ok: false, error }))
  app.actions.askToBlock(JONAS.id)
  await app.actions.confirmBlock()
  expect(app.state().blocking).toMatchObject({
    isBusy: false,
    problem: 'Not blocked. The disk is full.',
  })
})

test('a level is chosen at once, and taken back when it cannot be kept', async () => {
  const { server, app, summary } = await joined()
  server.say('la la', { roomId: MUSIC })
  await app.actions.setNotificationLevel(MUSIC, 'all')
  expect(selectUnreadTotal(app.state())).toBe(1)
  const error = { code: 'unavailable', message: 'The disk is full' }
  server.answer('conversations:notify', () => ({ ok: false, error }))
  await app.actions.setNotificationLevel(MUSIC, 'nothing')
  expect(summary(MUSIC)?.notify).toBe('all')
})

test('another device chooses for this one as well', async () => {
  const { server, summary } = await joined()
  server.tell('conversation:updated', { roomId: MUSIC, notify: 'nothing', isHidden: false })
  expect(summary(MUSIC)?.notify).toBe('nothing')
})

test('a room that is gone goes with everything, and whoever looked at it sees another one', async () => {
  const { server, app } = await joined()
  await app.actions.openConversation(MUSIC)
  server.setRooms([room('general')])
  server.tell('room:deleted', { roomId: MUSIC, reason: 'deleted' })
  await app.pass()
  expect(app.state()).toMatchObject({ openRoom: GENERAL, presentRoom: GENERAL })
  expect(app.state().conversations.has(MUSIC)).toBe(false)
  expect(app.state().notices.at(-1)?.text).toBe('The room “Music” was deleted.')
})

test('a stay that a moderator ended does not try to come back', async () => {
  const { server, app, asked } = await joined()
  server.tell('session:ended', { reason: 'kicked', message: 'Calm down', until: null })
  await app.pass(60_000)
  expect(app.state().link).toMatchObject({ phase: 'refused', message: 'Calm down.' })
  expect(asked('room:join')).toHaveLength(1)
})

test('after a break everything is followed again, and what was missed is unread', async () => {
  const { server, app, asked, summary } = await joined()
  server.cut()
  server.say('psst', { roomId: WITH_JONAS })
  server.say('la la', { roomId: MUSIC })
  server.restore()
  app.wake()
  await app.pass()
  expect(asked('conversations:follow')).toHaveLength(2)
  expect(summary(WITH_JONAS)?.unread).toBe(1)
  expect(summary(MUSIC)?.unread).toBe(1)
})

test('what was written in several conversations during a break is sent in each of them', async () => {
  const { server, app, texts } = await joined()
  server.say('psst', { roomId: WITH_JONAS })
  server.cut()
  app.actions.sendMessage('to all')
  await app.actions.openConversation(WITH_JONAS)
  app.actions.sendMessage('to Jonas')
  server.restore()
  app.wake()
  await app.pass()
  expect(texts(GENERAL)).toEqual(['to all'])
  expect(texts(WITH_JONAS)).toEqual(['psst', 'to Jonas'])
})

test('pinning changes the message and the list of pins, for everybody', async () => {
  const { server, app } = await joined()
  server.say('the key is under the mat')
  const { id } = app.state().conversations.get(GENERAL)!.messages[0]!
  await app.actions.loadPins(GENERAL)
  expect(app.state().pins.get(GENERAL)).toEqual({ phase: 'ready', messages: [] })
  await app.actions.togglePin(GENERAL, id)
  expect(app.state().pins.get(GENERAL)).toMatchObject({ messages: [{ id }] })
  server.change(1, { pin: null })
  expect(app.state().pins.get(GENERAL)).toMatchObject({ messages: [] })
})

test('a message is said again elsewhere, as a quotation that names its author', async () => {
  const { server, app, asked } = await joined()
  server.say('the key is\nunder the mat')
  const { id } = app.state().conversations.get(GENERAL)!.messages[0]!
  app.actions.startForwarding(GENERAL, id)
  app.actions.forwardTo(MUSIC)
  await app.pass()
  expect(app.state()).toMatchObject({ forwarding: null, openRoom: GENERAL })
  expect(asked('chat:message')).toMatchObject([
    {
      roomId: MUSIC,
      text: '> *Forwarded from Jonas in General*\n>\n> the key is\n> under the mat',
    },
  ])
})

test('of a direct message nobody learns with whom it was', async () => {
  const { server, app, asked } = await joined()
  server.say('a secret', { roomId: WITH_JONAS })
  await app.actions.openConversation(WITH_JONAS)
  const { id } = app.state().conversations.get(WITH_JONAS)!.messages[0]!
  app.actions.startForwarding(WITH_JONAS, id)
  app.actions.forwardTo(MUSIC)
  await app.pass()
  expect(String(asked('chat:message')[0]?.['text'])).toContain('in a direct message')
})

test('a link to a message here leads there, and any other link outside', async () => {
  const { server, app } = await joined()
  server.say('la la', { roomId: MUSIC })
  await app.actions.followLink(`${ORIGIN}/#/music/1`)
  expect(app.state()).toMatchObject({ openRoom: MUSIC, jump: { roomId: MUSIC } })
  const opened: string[] = []
  app.platform.openLink = async (url) => {
    opened.push(url)
    return { ok: true, value: null }
  }
  await app.actions.followLink('http://192.0.2.99:5000/#/general/1')
  expect(opened).toEqual(['http://192.0.2.99:5000/#/general/1'])
})

test('how far others read is known, and never goes back', async () => {
  const { server, app } = await joined()
  const read = (seq: number) =>
    server.tell('chat:receipt', [{ roomId: GENERAL, userId: JONAS.id, seq }])
  read(4)
  read(2)
  expect(app.state().receipts.get(GENERAL)?.get(JONAS.id)).toBe(4)
})

test('in a very old part of a conversation the newest messages do not appear in the middle', async () => {
  const server = createChatServer()
  for (let index = 0; index < 300; index += 1) server.say(`old ${index}`)
  const { app, texts } = await joined(new Map(), server)
  await app.actions.jumpTo(GENERAL, 20)
  server.say('new')
  expect(texts(GENERAL)).not.toContain('new')
  await app.actions.goToNewest(GENERAL)
  expect(texts(GENERAL).at(-1)).toBe('new')
})

test('the way to what is new leads to its first message, although not every number is one', async () => {
  const server = createChatServer()
  server.say('read')
  server.silently(() => server.react(1, '🔥'))
  for (let index = 0; index < 200; index += 1) server.say(`new ${index}`)
  server.setRead(GENERAL, 1)
  const { app } = await joined(new Map(), server)
  expect(app.state().conversations.get(GENERAL)?.newAfterSeq).toBe(1)
  expect(await app.actions.jumpToNew(GENERAL)).toBe(true)
  const { jump, conversations } = app.state()
  const shown = conversations.get(GENERAL)?.messages.find(({ id }) => id === jump?.messageId)
  expect(shown).toMatchObject({ text: 'new 0' })
})

test('a message of a conversation that is not known yet is not kept as its history', async () => {
  const { server, app } = await joined()
  server.tell('chat:message', message(7, { roomId: MUSIC }))
  expect(app.state().conversations.has(MUSIC)).toBe(false)
})

test('what the server removed for its age is forgotten while one looks at it', async () => {
  const server = createChatServer()
  for (const text of ['ancient', 'old', 'fresh']) server.say(text)
  const { app } = await joined(new Map(), server)
  const textsHere = () =>
    app
      .state()
      .conversations.get(GENERAL)
      ?.messages.map(({ text }) => text)
  expect(textsHere()).toEqual(['ancient', 'old', 'fresh'])
  server.tell('room:trimmed', { roomId: GENERAL, upToSeq: 2 })
  expect(textsHere()).toEqual(['fresh'])
  server.tell('room:trimmed', { roomId: GENERAL, upToSeq: 3 })
  expect(textsHere()).toEqual([])
  expect(app.state().summaries.get(GENERAL)?.lastMessage).toBeNull()
})
