import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import { GENERAL, JONAS, MIRA } from '../../tests/support/render/fixtures.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Three voice messages of others in General, the last of them after a text. */
async function joined() {
  const server = createChatServer()
  for (const [text, by] of [
    ['', JONAS],
    ['', MIRA],
    ['words', JONAS],
    ['', JONAS],
  ] as const) {
    server.say(text, { by })
    const stored = server.stored.at(-1)
    if (text === '' && stored) {
      Object.assign(stored, { type: 'voice', audio: `/api/media/${stored.seq}/0?key=key` })
    }
  }
  const app = await createApp(server)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  await app.pass()
  const messages = app.state().conversations.get(GENERAL)?.messages ?? []
  const listened = ({ id, audio = '', userId, user }: StoredMessageWire) => ({
    ...{ path: audio, roomId: GENERAL, messageId: id, authorId: userId, author: user },
  })
  const at = (index: number) => listened(messages[index]!)
  return { app, at, url: (index: number) => `${ORIGIN}${at(index).path}` }
}

test('what is played is known with whose it is', async () => {
  const { app, at, url } = await joined()
  app.actions.togglePlayback(at(0))
  expect(app.state().playback).toMatchObject({ url: url(0), phase: 'playing' })
  expect(app.state().listening).toMatchObject({ url: url(0), author: 'Jonas', roomId: GENERAL })
  app.actions.togglePlaying()
  expect(app.state().playback?.phase).toBe('paused')
  app.actions.stopPlaying()
  expect([app.state().playback, app.state().listening]).toEqual([null, null])
})

test('the voice message right after it follows by itself, and a text ends that', async () => {
  const { app, at, url } = await joined()
  app.actions.togglePlayback(at(0))
  app.player.end()
  expect(app.state().listening).toMatchObject({ url: url(1), author: 'Mira' })
  expect(app.state().playback?.phase).toBe('playing')
  app.player.end()
  expect(app.state().listening?.url).toBe(url(1))
  expect(app.state().playback?.phase).toBe('paused')
})

test('each person is played as fast and as loud as was chosen for them, from now on', async () => {
  const { app, at } = await joined()
  const asItWas = { rate: 1, boost: 1 }
  app.actions.togglePlayback(at(0))
  await app.actions.changePlaybackOptions(JONAS.id, { rate: 1.5 })
  await app.actions.changePlaybackOptions(JONAS.id, { boost: 3 })
  expect(app.player.options).toEqual([asItWas, { rate: 1.5, boost: 1 }, { rate: 1.5, boost: 3 }])
  app.actions.togglePlayback(at(1))
  app.actions.togglePlayback(at(3))
  expect(app.player.options.slice(3)).toEqual([asItWas, { rate: 1.5, boost: 3 }])
  expect(app.state().settings.playback).toEqual({ [JONAS.id]: { rate: 1.5, boost: 3 } })
  await app.actions.changePlaybackOptions(JONAS.id, { rate: 1, boost: 1 })
  expect(app.state().settings.playback).toEqual({})
})

test('stepping into voice and recording pause it', async () => {
  const { app, at } = await joined()
  app.actions.togglePlayback(at(0))
  void app.actions.joinVoice(GENERAL)
  await app.pass()
  expect(app.state().playback?.phase).toBe('paused')
  app.actions.togglePlaying()
  expect(app.state().playback?.phase).toBe('playing')
  await app.actions.startNote()
  expect(app.state().playback?.phase).toBe('paused')
})

test('what was left goes on from there, on a later day as well, and from the start once it was heard', async () => {
  const { app, at, url } = await joined()
  const id = at(0).messageId
  const noted = () => new Map(app.platform.memory.listened())
  app.actions.seekPlayback(at(3), 4)
  expect(app.state().listened.size).toBe(0)
  app.actions.togglePlayback(at(0))
  expect([app.state().listened.get(id), noted().get(id)]).toEqual([0, 0])
  app.actions.seekPlayback(at(0), 6.5)
  app.actions.togglePlayback(at(3))
  expect([app.state().listened.get(id), noted().get(id)]).toEqual([6.5, 6.5])
  const seconds: number[] = []
  const seek = app.player.seek.bind(app.player)
  app.player.seek = (path, second) => {
    seconds.push(second)
    seek(path, second)
  }
  app.actions.togglePlayback(at(0))
  expect([app.state().listening?.url, seconds]).toEqual([url(0), [6.5]])
  app.player.end()
  expect(noted().get(id)).toBe(0)
  app.actions.togglePlayback(at(0))
  expect(seconds).toEqual([6.5])
})
