import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { BLOB, createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import { MUSIC } from '../../tests/support/render/fixtures.ts'
import type { AttachmentWire } from '#shared/protocol/wire.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const file = (name: string, mimeType: string): AttachmentWire => ({
  ...{ blobId: BLOB, url: `/api/media/${name}`, name, mimeType },
  ...{ size: 1, width: null, height: null, duration: null },
})

async function joined() {
  const server = createChatServer()
  const sendPicture = (name: string, more = {}): void =>
    server.say(name, { carrying: [file(name, 'image/png')], ...more })
  const sendFile = (name: string): void =>
    server.say(name, { carrying: [file(name, 'text/plain')] })
  const app = await createApp(server)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  const asked = () =>
    server.heard.filter(({ name }) => name === 'chat:media').map(({ input }) => input)
  const list = () => app.state().mediaList
  const names = () => list()?.messages.map(({ text }) => text)
  return { server, app, sendPicture, sendFile, asked, list, names }
}

test('opens with the pictures of the conversation, and takes the place of the search', async () => {
  const { app, sendPicture, sendFile, names, list } = await joined()
  sendPicture('one')
  sendFile('report')
  sendPicture('two')
  app.actions.openSearch()
  app.actions.openMedia()
  expect(list()?.phase.kind).toBe('loading')
  await app.pass()
  expect(names()).toEqual(['two', 'one'])
  expect(app.state().search).toBeNull()
  app.actions.chooseMedia('files')
  await app.pass()
  expect(names()).toEqual(['report'])
  app.actions.openSearch()
  expect(list()).toBeNull()
})

test('what is sent and deleted meanwhile comes and goes', async () => {
  const { server, app, sendPicture, sendFile, names } = await joined()
  sendPicture('one')
  app.actions.openMedia()
  await app.pass()
  sendPicture('two')
  sendPicture('elsewhere', { roomId: MUSIC })
  sendFile('report')
  expect(names()).toEqual(['two', 'one'])
  server.change(1, { text: '', attachments: [], deletedAt: 5 })
  expect(names()).toEqual(['two'])
})

test('goes with the conversation on the screen', async () => {
  const { app, sendPicture, names, asked } = await joined()
  sendPicture('here')
  sendPicture('there', { roomId: MUSIC })
  app.actions.openMedia()
  await app.pass()
  await app.actions.openConversation(MUSIC)
  await app.pass()
  expect(names()).toEqual(['there'])
  app.actions.closeMedia()
  await app.actions.openMediaOf('general' as typeof MUSIC)
  await app.pass()
  expect(names()).toEqual(['here'])
  expect(asked().map(({ roomId }) => roomId)).toEqual(['general', 'music', 'general'])
})

test('reads on where it ends, once at a time, and stops at the end', async () => {
  const { app, sendPicture, names, asked, list } = await joined()
  for (let index = 1; index <= 40; index += 1) sendPicture(`${index}`)
  app.actions.openMedia()
  await app.pass()
  expect(names()).toHaveLength(30)
  void app.actions.loadMoreMedia()
  void app.actions.loadMoreMedia()
  await app.pass()
  expect(names()).toEqual(Array.from({ length: 40 }, (_, index) => `${40 - index}`))
  expect(list()).toMatchObject({ more: false, phase: { kind: 'ready' } })
  await app.actions.loadMoreMedia()
  expect(asked().map(({ before }) => before)).toEqual([undefined, 11])
})

test('what was missed during a break is in it afterwards, and nothing else', async () => {
  const { server, app, sendPicture, names, list } = await joined()
  sendPicture('one')
  sendPicture('two')
  app.actions.openMedia()
  await app.pass()
  server.cut()
  server.silently(() => {
    sendPicture('three')
    server.change(1, { text: '', attachments: [], deletedAt: 5 })
  })
  expect(names()).toEqual(['two', 'one'])
  server.restore()
  app.wake()
  await app.pass(2_000)
  expect(names()).toEqual(['three', 'two'])
  expect(list()?.phase.kind).toBe('ready')
})

test('a question without an answer is told, and asked again', async () => {
  const { server, app, sendPicture, names, list } = await joined()
  const answer = server.answerOf('chat:media')
  const error = { code: 'unavailable', message: 'The store is away' }
  server.answer('chat:media', () => ({ ok: false, error }))
  sendPicture('one')
  app.actions.openMedia()
  await app.pass(60_000)
  expect(list()?.phase).toEqual({ kind: 'failed', reason: 'The store is away.' })
  server.answer('chat:media', answer)
  await app.actions.reloadMedia()
  expect(names()).toEqual(['one'])
})

test('what was too old goes, and leaving closes it', async () => {
  const { server, app, sendPicture, names, list } = await joined()
  sendPicture('one')
  sendPicture('two')
  app.actions.openMedia()
  await app.pass()
  server.tell('room:trimmed', { roomId: 'music', upToSeq: 1 })
  expect(names()).toEqual(['two', 'one'])
  server.tell('room:trimmed', { roomId: 'general', upToSeq: 1 })
  expect(names()).toEqual(['two'])
  app.actions.leaveServer()
  expect(list()).toBeNull()
})
