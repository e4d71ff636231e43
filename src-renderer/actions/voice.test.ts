import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ProfileWire } from '#shared/protocol/wire.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import { createChatServer } from '../../tests/support/render/chat-server.ts'
import { createApp, ORIGIN } from '../../tests/support/render/create-app.ts'
import { ANNA, GENERAL, JONAS, MIRA, MUSIC } from '../../tests/support/render/fixtures.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const inVoice = (
  { id, name, role }: ProfileWire,
  more: Partial<VoicePersonWire> = {},
): VoicePersonWire => ({
  ...{ id, name, role, joinedAt: 1_000 },
  ...{
    isMuted: false,
    isDeafened: false,
    isSilenced: false,
    isRecording: false,
    isCameraOn: false,
    isSharing: false,
  },
  ...more,
})

const stayId = (number: number): string =>
  `20000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** A server with voice: each stay has a number, and its offer is that number. */
function voiceServer() {
  const server = createChatServer()
  let stays = 0
  server.answer('voice:join', () => {
    stays += 1
    const people = [inVoice(ANNA)]
    return { ok: true, stay: stayId(stays), offer: `offer ${stays}`, people, relay: null }
  })
  for (const name of [
    'voice:answer',
    'voice:state',
    'voice:leave',
    'voice:moderate',
    'voice:record',
  ]) {
    server.answer(name, () => ({ ok: true }))
  }
  const asked = (name: string) =>
    server.heard.filter((request) => request.name === name).map(({ input }) => input)
  return {
    ...server,
    asked,
    refuse: (name: string, code: string, message = 'No') =>
      server.answer(name, () => ({ ok: false, error: { code, message } })),
  }
}

async function online(server = voiceServer(), disk = new Map<string, string>()) {
  const app = await createApp(server, (platform) => platform, disk)
  await app.actions.joinKnownServer('Anna', ORIGIN)
  await app.pass()
  const link = () => app.state().voice.link
  const lastNotice = () => app.state().notices.at(-1)?.text
  return { server, app, disk, link, lastNotice }
}

async function inGeneral() {
  const setup = await online()
  await setup.app.actions.joinVoice(GENERAL)
  return setup
}

test('joining answers the offer, and one is in voice when sound comes through', async () => {
  const { server, app, link } = await online()
  const joining = app.actions.joinVoice(GENERAL)
  expect(link()).toEqual({ phase: 'joining', roomId: GENERAL })
  await joining
  expect(server.asked('voice:join')).toEqual([
    { roomId: GENERAL, isMuted: false, isDeafened: false },
  ])
  expect(server.asked('voice:answer')).toEqual([
    { stay: stayId(1), answer: 'v=0 answer to offer 1' },
  ])
  expect(link()).toMatchObject({ phase: 'in', roomId: GENERAL, stay: stayId(1) })
  expect(app.state().voice.rooms.get(GENERAL)).toMatchObject([{ name: 'Anna' }])
  expect(app.voice.told).toEqual(['hang up', 'connect offer 1', 'chime in'])
})

test('the way through the TCP port of the server is known to the connection', async () => {
  const server = voiceServer()
  server.answer('voice:join', () => ({
    ...{ ok: true, stay: stayId(1), offer: 'offer 1', people: [] },
    relay: { address: null, username: stayId(1), credential: 'word' },
  }))
  const { app } = await online(server)
  await app.actions.joinVoice(GENERAL)
  const { host } = new URL(ORIGIN)
  expect(app.voice.told).toContain(`connect offer 1 or by turn:${host}?transport=tcp`)
})

test('without a microphone one is in voice and listens, and it is known why', async () => {
  const { app, link } = await online()
  app.voice.setMicrophone('refused')
  await app.actions.joinVoice(GENERAL)
  expect(link().phase).toBe('in')
  expect(app.state().voice.microphone).toBe('refused')
})

test.each([
  ['room-full', 'Voice in General is full. Try again when somebody has left.'],
  ['forbidden', 'You may not be in voice in General.'],
  ['unavailable', 'Voice in General is not available now. No.'],
])('%s is said in a sentence, and everything is closed again', async (code, sentence) => {
  const { server, app, link, lastNotice } = await online()
  server.refuse('voice:join', code)
  await app.actions.joinVoice(GENERAL)
  expect(link()).toEqual({ phase: 'out', because: null })
  expect(lastNotice()).toBe(sentence)
  expect(app.voice.told.at(-1)).toBe('disconnect')
})

test('an offer that cannot be understood is left, not held on to', async () => {
  const { server, app, link, lastNotice } = await online()
  server.answer('voice:join', () => ({
    ...{ ok: true, stay: stayId(9), offer: 'nonsense', people: [], relay: null },
  }))
  await app.actions.joinVoice(GENERAL)
  expect(link().phase).toBe('out')
  expect(server.asked('voice:leave')).toEqual([{ stay: stayId(9) }])
  expect(lastNotice()).toContain('does not understand')
})

test('where no sound gets through, that is said', async () => {
  const { server, app, link, lastNotice } = await online()
  app.voice.setThrough(false)
  await app.actions.joinVoice(GENERAL)
  expect(link().phase).toBe('out')
  // Every try ends the one before it.
  expect(server.asked('voice:leave')).toEqual([1, 2, 3].map((n) => ({ stay: stayId(n) })))
  expect(lastNotice()).toContain('voice needs UDP')
})

test('a connection that misses the server is made anew, and nobody is told', async () => {
  const { server, app, link } = await online()
  const before = app.state().notices
  app.voice.setThrough(false)
  app.voice.onConnect(() => app.voice.setThrough(server.asked('voice:join').length > 1))
  await app.actions.joinVoice(GENERAL)
  expect(link()).toMatchObject({ phase: 'in', roomId: GENERAL, stay: stayId(2) })
  expect(app.state().notices).toEqual(before)
})

test('leaving tells the server and closes everything', async () => {
  const { server, app, link } = await inGeneral()
  await app.actions.leaveVoice()
  expect(server.asked('voice:leave')).toEqual([{ stay: stayId(1) }])
  expect(link()).toEqual({ phase: 'out', because: null })
  expect(app.voice.told.slice(-2)).toEqual(['chime out', 'disconnect'])
})

test('switching rooms leaves the first and keeps the microphone', async () => {
  const { server, app, link } = await inGeneral()
  await app.actions.joinVoice(MUSIC)
  expect(server.asked('voice:leave')).toEqual([{ stay: stayId(1) }])
  expect(link()).toMatchObject({ phase: 'in', roomId: MUSIC, stay: stayId(2) })
  expect(app.voice.told).not.toContain('disconnect')
})

test('somebody who changes their mind while joining ends up where they wanted last', async () => {
  const { server, app, link } = await online()
  const first = app.actions.joinVoice(GENERAL)
  const second = app.actions.joinVoice(MUSIC)
  await Promise.all([first, second])
  expect(link()).toMatchObject({ phase: 'in', roomId: MUSIC, stay: stayId(2) })
  expect(server.asked('voice:leave')).toEqual([{ stay: stayId(1) }])
  const third = app.actions.joinVoice(GENERAL)
  await app.actions.leaveVoice()
  await third
  expect(link().phase).toBe('out')
  expect(server.asked('voice:leave')).toContainEqual({ stay: stayId(3) })
})

test('muting and deafening are told, and unmuting while deafened hears again', async () => {
  const { server, app } = await inGeneral()
  app.actions.toggleDeafen()
  expect(app.state().voice).toMatchObject({ isMuted: false, isDeafened: true })
  expect(app.voice.wishes()).toMatchObject({ isDeafened: true })
  app.actions.toggleMute()
  expect(app.state().voice).toMatchObject({ isMuted: false, isDeafened: false })
  app.actions.toggleMute()
  await app.pass()
  expect(server.asked('voice:state')).toEqual([
    { stay: stayId(1), isMuted: false, isDeafened: true },
    { stay: stayId(1), isMuted: false, isDeafened: false },
    { stay: stayId(1), isMuted: true, isDeafened: false },
  ])
})

test('whoever is muted stays muted in the next stay', async () => {
  const { server, app } = await online()
  app.actions.toggleMute()
  expect(server.asked('voice:state')).toEqual([])
  await app.actions.joinVoice(GENERAL)
  expect(server.asked('voice:join')).toMatchObject([{ isMuted: true }])
})

test('a button pressed while joining is told once there is a stay', async () => {
  const { server, app } = await online()
  const joining = app.actions.joinVoice(GENERAL)
  await Promise.resolve()
  app.actions.toggleMute()
  await joining
  expect(server.asked('voice:state')).toEqual([
    { stay: stayId(1), isMuted: true, isDeafened: false },
  ])
})

test('a lost connection comes back by itself, at once and then less and less often', async () => {
  const { server, app, link } = await inGeneral()
  const join = server.answerOf('voice:join')
  server.refuse('voice:join', 'unavailable')
  app.voice.emit('lost', null)
  await app.pass()
  expect(link()).toEqual({ phase: 'rejoining', roomId: GENERAL })
  expect(server.asked('voice:join')).toHaveLength(2)
  await app.pass(374)
  expect(server.asked('voice:join')).toHaveLength(2)
  await app.pass(1)
  expect(server.asked('voice:join')).toHaveLength(3)
  server.answer('voice:join', join)
  app.wake()
  await app.pass()
  expect(link()).toMatchObject({ phase: 'in', roomId: GENERAL })
  // Coming back is no arrival.
  expect(app.voice.told.filter((what) => what === 'chime in')).toHaveLength(1)
})

test('a stay that the server lost is begun anew; one of long ago changes nothing', async () => {
  const { server, app, link } = await inGeneral()
  server.tell('voice:ended', { stay: stayId(7), reason: 'lost' })
  expect(link()).toMatchObject({ phase: 'in', stay: stayId(1) })
  server.tell('voice:ended', { stay: stayId(1), reason: 'lost' })
  await app.pass()
  expect(link()).toMatchObject({ phase: 'in', stay: stayId(2) })
})

test.each([
  ['elsewhere', 'You are in voice on another device now.'],
  ['removed', 'A moderator took you out of voice in General.'],
  ['room-closed', 'Voice in General is over, because the room is closed.'],
])('a stay that ended because of "%s" does not come back', async (reason, sentence) => {
  const { server, app, link, lastNotice } = await inGeneral()
  server.tell('voice:ended', { stay: stayId(1), reason })
  expect(lastNotice()).toBe(sentence)
  await app.pass(60_000)
  expect(link()).toEqual({ phase: 'out', because: reason })
  expect(server.asked('voice:join')).toHaveLength(1)
  expect(app.voice.told.at(-1)).toBe('disconnect')
})

test('coming back into a room that is full by now ends it with a sentence', async () => {
  const { server, app, link, lastNotice } = await inGeneral()
  server.refuse('voice:join', 'room-full')
  app.voice.emit('lost', null)
  await app.pass()
  expect(link()).toEqual({ phase: 'out', because: 'lost' })
  expect(lastNotice()).toContain('is full')
})

test('after the line was interrupted voice is joined again', async () => {
  const { server, app, link } = await inGeneral()
  server.cut()
  await app.pass()
  expect(link()).toEqual({ phase: 'rejoining', roomId: GENERAL })
  // What is heard still is left to be heard.
  expect(app.voice.told).not.toContain('disconnect')
  server.restore()
  app.wake()
  await app.pass()
  expect(link()).toMatchObject({ phase: 'in', stay: stayId(2) })
})

test('waking up looks whether the connection still carries something', async () => {
  const { server, app, link } = await inGeneral()
  app.wake()
  await app.pass()
  expect(server.asked('voice:join')).toHaveLength(1)
  app.voice.die()
  app.wake()
  await app.pass()
  expect(link()).toMatchObject({ phase: 'in', stay: stayId(2) })
})

test('leaving the server leaves its voice, and nothing of it is shown any more', async () => {
  const { server, app, link } = await inGeneral()
  app.actions.leaveServer()
  expect(server.asked('voice:leave')).toEqual([{ stay: stayId(1) }])
  expect(link()).toEqual({ phase: 'out', because: null })
  expect(app.state().voice.rooms.size).toBe(0)
  expect(app.voice.told.at(-1)).toBe('disconnect')
})

test('joining another server leaves the voice of this one', async () => {
  const { server, app, link } = await inGeneral()
  await app.actions.joinKnownServer('Anna', 'http://192.0.2.8:5000')
  await app.pass()
  expect(server.asked('voice:leave')).toEqual([{ stay: stayId(1) }])
  expect(link().phase).toBe('out')
  expect(server.asked('voice:join')).toHaveLength(1)
})

test('a server that is stopped ends voice', async () => {
  const { server, link } = await inGeneral()
  server.tell('server:closing', { restarting: false })
  expect(link()).toEqual({ phase: 'out', because: 'lost' })
})

test('a page that was loaded again goes on in voice, unless that was long ago', async () => {
  const first = await inGeneral()
  await first.app.pass(30_000)
  const again = await online(first.server, first.disk)
  await again.app.pass()
  expect(again.link()).toMatchObject({ phase: 'in', roomId: GENERAL })
  vi.setSystemTime(Date.now() + 61_000)
  const late = await online(first.server, first.disk)
  expect(late.link().phase).toBe('out')
})

test('whoever left does not come back by loading the page', async () => {
  const first = await inGeneral()
  await first.app.actions.leaveVoice()
  const again = await online(first.server, first.disk)
  expect(again.link().phase).toBe('out')
})

test('who is in voice is asked on coming in, and what is told meanwhile is newer', async () => {
  const server = voiceServer()
  server.answer('voice:list', () => {
    server.tell('voice:people', { roomId: MUSIC, people: [inVoice(MIRA)] })
    const rooms = [GENERAL, MUSIC].map((roomId) => ({ roomId, people: [inVoice(JONAS)] }))
    return { ok: true, rooms }
  })
  const { app } = await online(server)
  expect(app.state().voice.rooms.get(GENERAL)).toMatchObject([{ name: 'Jonas' }])
  expect(app.state().voice.rooms.get(MUSIC)).toMatchObject([{ name: 'Mira' }])
  server.tell('voice:people', { roomId: MUSIC, people: [] })
  expect([...app.state().voice.rooms.keys()]).toEqual([GENERAL])
})

test('others who come and go are heard coming and going, in the own room only', async () => {
  const { server, app } = await inGeneral()
  app.voice.told.length = 0
  const people = [inVoice(ANNA), inVoice(JONAS)]
  server.tell('voice:people', { roomId: MUSIC, people: [inVoice(MIRA)] })
  server.tell('voice:people', { roomId: GENERAL, people })
  server.tell('voice:people', { roomId: GENERAL, people: [inVoice(ANNA), inVoice(JONAS)] })
  server.tell('voice:people', { roomId: GENERAL, people: [inVoice(ANNA)] })
  expect(app.voice.told).toEqual(['chime in', 'chime out'])
})

test('speaking is what the server hears, and oneself by the own ear', async () => {
  const { server, app } = await inGeneral()
  const speaking = () => [...app.state().voice.speaking]
  app.voice.emit('speaking', new Set([JONAS.id, ANNA.id]))
  expect(speaking()).toEqual([JONAS.id])
  app.voice.emit('ownSpeaking', true)
  expect(speaking()).toEqual([JONAS.id, ANNA.id])
  server.tell('voice:people', { roomId: GENERAL, people: [inVoice(ANNA, { isSilenced: true })] })
  app.voice.emit('speaking', new Set())
  expect(speaking()).toEqual([])
})

test('measurements are kept, as many as the chart shows', async () => {
  const { app } = await inGeneral()
  for (let second = 0; second < 70; second += 1) {
    app.voice.emit('quality', {
      roundTrip: second,
      jitterBuffer: 1,
      loss: 0,
      ownLoss: 0,
      mouthToEar: null,
      way: null,
    })
  }
  expect(app.state().voice.quality).toHaveLength(60)
  expect(app.state().voice.quality.at(-1)?.roundTrip).toBe(69)
  await app.actions.leaveVoice()
  expect(app.state().voice.quality).toEqual([])
})

test('the key speaks while it is held, and is let go when the window loses the focus', async () => {
  const { app } = await inGeneral()
  app.actions.holdTalkKey(true)
  expect(app.state().voice.isTalkKeyHeld).toBe(false)
  await app.actions.changeVoiceSettings({ activation: 'push-to-talk' })
  app.actions.holdTalkKey(true)
  expect(app.voice.wishes()).toMatchObject({ isTalkKeyHeld: true })
  app.actions.changeAttention({ isFocused: false })
  expect(app.voice.wishes()).toMatchObject({ isTalkKeyHeld: false })
})

test('a device is chosen with its name, and one that goes away is told of', async () => {
  const { app, lastNotice } = await inGeneral()
  const microphones = [{ id: 'a', label: 'Headset' }]
  app.voice.emit('devices', { ...app.state().voice.devices, microphones })
  await app.actions.chooseMicrophone('a')
  expect(app.voice.wishes()?.settings.microphone).toEqual({ id: 'a', label: 'Headset' })
  app.voice.emit('switched', { kind: 'microphone', label: 'Headset', isBack: false })
  expect(lastNotice()).toBe(
    '“Headset” is gone. The microphone of the system is used until it is back.',
  )
  await app.actions.chooseMicrophone(null)
  expect(app.voice.wishes()?.settings.microphone).toBeNull()
})

test('a device that is back is in use again, and one click takes that back', async () => {
  const { app, lastNotice } = await inGeneral()
  const microphones = [{ id: 'a', label: 'Headset' }]
  app.voice.emit('devices', { ...app.state().voice.devices, microphones })
  await app.actions.chooseMicrophone('a')
  app.voice.emit('switched', { kind: 'microphone', label: 'Headset', isBack: false })
  app.voice.emit('switched', { kind: 'microphone', label: 'Headset', isBack: true })
  expect(lastNotice()).toBe('“Headset” is back and in use again.')
  // It is not gone any more, and nothing says so.
  expect(app.state().notices).toHaveLength(1)
  const notice = app.state().notices.at(-1)
  expect(notice?.doing).toBe('Undo')
  app.actions.takeOffer(notice?.id ?? 0)
  expect(app.voice.wishes()?.settings.microphone).toBeNull()
  expect(app.state().notices).not.toContain(notice)
  // What was offered is gone with the notice.
  await app.actions.chooseMicrophone('a')
  app.actions.takeOffer(notice?.id ?? 0)
  expect(app.voice.wishes()?.settings.microphone).toEqual(microphones[0])
})

test('how loud somebody is counts at once and is written down when the slider rests', async () => {
  const { app } = await online()
  const stored = async () => {
    const settings = await app.platform.settings.get()
    return settings.ok ? settings.value.voice.people : null
  }
  app.actions.setVolumeOf(JONAS.id, 0.5)
  app.actions.setVolumeOf(JONAS.id, 3)
  expect(app.voice.wishes()?.settings.people).toEqual({
    [JONAS.id]: { volume: 2, isMuted: false },
  })
  expect(await stored()).toEqual({})
  await app.pass(400)
  expect(await stored()).toEqual({ [JONAS.id]: { volume: 2, isMuted: false } })
  app.actions.setVolumeOf(JONAS.id, 1)
  await app.pass(400)
  expect(await stored()).toEqual({})
})

test('a moderator is told when something did not work', async () => {
  const { server, app, lastNotice } = await inGeneral()
  await app.actions.moderateVoice(GENERAL, JONAS.id, 'silence')
  expect(server.asked('voice:moderate')).toEqual([
    { roomId: GENERAL, userId: JONAS.id, action: 'silence' },
  ])
  server.refuse('voice:moderate', 'forbidden', 'Only moderators may do that')
  await app.actions.moderateVoice(GENERAL, JONAS.id, 'remove')
  expect(lastNotice()).toBe('Only moderators may do that.')
})

test('a browser tab has no switch to open, and says where to look', async () => {
  const { app, lastNotice } = await online()
  await app.actions.openMicrophoneSettings()
  expect(lastNotice()).toContain('beside the address')
})
