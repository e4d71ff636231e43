import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { personIdSchema } from '#shared/domain/ids.ts'
import { DEFAULT_SETTINGS } from '#shared/ipc/settings.ts'
import { FakeContext, FakeStream } from '../../tests/support/render/fake-audio.ts'
import { NO_PICTURES } from './call-pictures.ts'
import { createVoiceMedia, type VoiceSurroundings } from './create-voice-media.ts'
import type { VoiceMediaEvents, VoiceWishes } from './voice-media.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('MediaStream', FakeStream)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const ME = personIdSchema.parse('00000000-0000-4000-8000-000000000001')

const WISHES: VoiceWishes = {
  settings: DEFAULT_SETTINGS.voice,
  isMuted: false,
  isDeafened: false,
  isTalkKeyHeld: false,
  isSilenced: false,
}

interface FakeMicrophone {
  readonly constraints: MediaTrackConstraints
  readonly copies: FakeMicrophone[]
  enabled: boolean
  isStopped: boolean
  clone(): FakeMicrophone
}

function makeMicrophone(constraints: MediaTrackConstraints): FakeMicrophone {
  const microphone = {
    constraints,
    copies: [] as FakeMicrophone[],
    enabled: true,
    isStopped: false,
    addEventListener: () => undefined,
    getSettings: () => constraints,
    applyConstraints: async () => undefined,
    stop: () => void (microphone.isStopped = true),
    clone() {
      const copy = makeMicrophone(constraints)
      microphone.copies.push(copy)
      return copy
    },
  }
  return microphone
}

/** A computer with a built-in microphone, a network of one other end, and nobody who listens. */
function createComputer() {
  const context = new FakeContext()
  const microphones: FakeMicrophone[] = []
  const peers: { isClosed: boolean; readonly sent: unknown[] }[] = []
  let devices: { deviceId: string; kind: string; label: string }[] = []
  let changeDevices = (): void => undefined
  let touch = (): void => undefined
  let mayClean = true
  const openPeer = () => {
    const events = new EventTarget()
    const peer = {
      ...{ isClosed: false, sent: [] as unknown[] },
      ...{ connectionState: 'new', iceGatheringState: 'complete' },
      localDescription: { sdp: 'v=0 answer' },
      addEventListener: events.addEventListener.bind(events),
      close() {
        peer.isClosed = true
      },
      createAnswer: async () => ({}),
      getStats: async () => new Map(),
      getTransceivers: () =>
        ['up', 'lane0', 'camera0'].map((mid) => ({
          ...{ mid, receiver: { track: { kind: mid === 'camera0' ? 'video' : 'audio' } } },
          sender: { replaceTrack: async (track: unknown) => void peer.sent.push(track) },
        })),
      setLocalDescription: async () => undefined,
      setRemoteDescription: async () => undefined,
      /** What the server writes into the channel. */
      say(message: unknown) {
        const channel = Object.assign(new EventTarget(), { label: 'parley-voice' })
        events.dispatchEvent(Object.assign(new Event('datachannel'), { channel }))
        const data = JSON.stringify(message)
        channel.dispatchEvent(Object.assign(new Event('message'), { data }))
      },
      connect() {
        peer.connectionState = 'connected'
        events.dispatchEvent(new Event('connectionstatechange'))
      },
    }
    peers.push(peer)
    return peer
  }
  const surroundings = {
    openTrack: async (constraints: MediaTrackConstraints) => {
      const opened = makeMicrophone(constraints)
      microphones.push(opened)
      return opened
    },
    listDevices: async () => devices,
    onDeviceChange: (listener: () => void) => (changeDevices = listener),
    cleanTrack: async (device: FakeMicrophone) => {
      if (!mayClean) throw new Error('The page may not sound yet.')
      return { track: device.clone(), stop: () => undefined }
    },
    onGesture: (listener: () => void) => (touch = listener),
    canChooseSpeaker: true,
    createPeer: openPeer,
    createContext: () => context,
    keepFlowing: () => () => undefined,
    createRecorder: null,
    now: () => Date.now(),
  } as unknown as VoiceSurroundings
  const media = createVoiceMedia(surroundings)
  const heard: [keyof VoiceMediaEvents, unknown][] = []
  for (const name of [
    ...['microphone', 'switched', 'level', 'ownSpeaking', 'quality', 'pictures'],
  ] as (keyof VoiceMediaEvents)[]) {
    media.on(name, (payload) => heard.push([name, payload]))
  }
  const of = (name: keyof VoiceMediaEvents) =>
    heard.filter(([one]) => one === name).map(([, payload]) => payload)
  return {
    ...{ media, context, microphones, peers, of },
    /** Everything that happens by itself in so many milliseconds. */
    pass: (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds),
    setCleaning: (may: boolean) => void (mayClean = may),
    touch: () => touch(),
    async plug(...labels: string[]) {
      devices = labels.map((label) => ({ deviceId: `id ${label}`, kind: 'audioinput', label }))
      changeDevices()
      await vi.advanceTimersByTimeAsync(0)
    },
    /** In voice, with an open microphone. */
    async join() {
      await media.openMicrophone()
      await media.connect('v=0', null, () => NO_PICTURES)
      const peer = peers.at(-1) as ReturnType<typeof openPeer>
      peer.connect()
      return peer
    },
  }
}

test('the microphone that is open goes up, and one that opens later as well', async () => {
  const early = createComputer()
  const peer = await early.join()
  expect(peer.sent.at(-1)).toBe(early.microphones[0])
  const late = createComputer()
  await late.media.connect('v=0', null, () => NO_PICTURES)
  expect(late.peers[0]?.sent.at(-1)).toBeNull()
  await late.media.openMicrophone()
  await late.pass()
  expect(late.peers[0]?.sent.at(-1)).toBe(late.microphones[0])
})

test('whoever is muted is silent from the first moment, and at once when they mute', async () => {
  const { media, microphones, join } = createComputer()
  media.configure({ ...WISHES, isMuted: true })
  await join()
  expect(microphones[0]?.enabled).toBe(false)
  media.configure(WISHES)
  expect(microphones[0]?.enabled).toBe(true)
  media.configure({ ...WISHES, isDeafened: true })
  expect(microphones[0]?.enabled).toBe(false)
})

test('with push-to-talk the voice goes out while the key is held, and a moment longer', async () => {
  const { media, microphones, join, pass } = createComputer()
  const settings = { ...WISHES.settings, activation: 'push-to-talk' as const }
  media.configure({ ...WISHES, settings })
  await join()
  const isHeard = (): boolean | undefined => microphones[0]?.enabled
  expect(isHeard()).toBe(false)
  media.configure({ ...WISHES, settings, isTalkKeyHeld: true })
  expect(isHeard()).toBe(true)
  media.configure({ ...WISHES, settings })
  await pass(149)
  expect(isHeard()).toBe(true)
  await pass(1)
  expect(isHeard()).toBe(false)
  media.configure({ ...WISHES, settings, isTalkKeyHeld: true })
  media.configure({ ...WISHES, settings })
  media.configure({ ...WISHES, settings, isTalkKeyHeld: true })
  await pass(1_000)
  expect(isHeard()).toBe(true)
})

test('leaving stops the microphone and the connection, and nothing runs on', async () => {
  const { media, context, microphones, peers, join, pass } = createComputer()
  await join()
  media.disconnect()
  expect([microphones[0]?.isStopped, peers[0]?.isClosed]).toEqual([true, true])
  await pass(1_000)
  expect(context.state).toBe('suspended')
  expect(vi.getTimerCount()).toBe(0)
})

test('another connection closes the first and keeps the microphone', async () => {
  const { media, microphones, peers, join } = createComputer()
  await join()
  media.hangUp()
  await join()
  expect(peers.map(({ isClosed }) => isClosed)).toEqual([true, false])
  expect(microphones).toHaveLength(1)
  expect(microphones[0]?.isStopped).toBe(false)
})

test('a chosen microphone that is pulled out is replaced and told of, and used again when it is back', async () => {
  const { media, microphones, join, plug, of, pass } = createComputer()
  const microphone = { id: 'id Headset', label: 'Headset' }
  await plug('Built-in', 'Headset')
  media.configure({ ...WISHES, settings: { ...WISHES.settings, microphone } })
  await join()
  expect(microphones[0]?.constraints.deviceId).toEqual({ exact: 'id Headset' })
  await plug('Built-in')
  expect(of('switched')).toEqual([{ kind: 'microphone', label: 'Headset', isBack: false }])
  expect(microphones[1]?.constraints.deviceId).toBeUndefined()
  expect(microphones[0]?.isStopped).toBe(true)
  await plug('Built-in', 'Webcam')
  expect(microphones).toHaveLength(2)
  await plug('Built-in', 'Webcam', 'Headset')
  await pass()
  expect(of('switched')).toHaveLength(2)
  expect(microphones[2]?.constraints.deviceId).toEqual({ exact: 'id Headset' })
})

test('the level is told only while somebody watches, speaking always', async () => {
  const { media, context, join, pass, of } = createComputer()
  await join()
  const meter = context.all('analyser')[0]
  if (meter) meter.heard = 0.1
  await pass(500)
  expect(of('level')).toEqual([])
  expect(of('ownSpeaking')).toEqual([true])
  media.watchLevel(true)
  await pass(500)
  expect(of('level')).toHaveLength(1)
  if (meter) meter.heard = 0
  await pass(1_000)
  expect(of('level').at(-1)).toBe(0)
  expect(of('ownSpeaking')).toEqual([true, false])
})

test('a page that was loaded again cleans the voice as soon as somebody touches it', async () => {
  const { media, microphones, join, pass, setCleaning, touch } = createComputer()
  const settings = { ...WISHES.settings, noiseSuppression: 'strong' as const }
  const used: unknown[] = []
  media.on('noiseSuppression', (how) => used.push(how))
  media.configure({ ...WISHES, settings })
  setCleaning(false)
  const { sent } = await join()
  expect(used).toEqual(['standard'])
  expect(sent.at(-1)).toBe(microphones.at(-1))
  setCleaning(true)
  touch()
  await pass()
  expect(used).toEqual(['standard', 'strong'])
  expect(sent.at(-1)).toBe(microphones.at(-1)?.copies[0])
  // Every further touch would open the microphone anew.
  setCleaning(false)
  const opened = microphones.length
  touch()
  await pass()
  expect(microphones).toHaveLength(opened)
})

test('a test plays a copy of the microphone a second later, muted or not, and closes it again', async () => {
  const { media, context, microphones, pass, of } = createComputer()
  media.configure({ ...WISHES, isMuted: true })
  expect(await media.startTest()).toBe(true)
  const copy = microphones[0]?.copies[0]
  expect([microphones[0]?.enabled, copy?.enabled]).toEqual([false, true])
  expect(context.all('delay')[0]?.delayTime.value).toBe(1)
  for (const meter of context.all('analyser')) meter.heard = 0.1
  await pass(200)
  expect(of('level').at(-1)).toBeGreaterThan(0)
  media.stopTest()
  expect(of('level').at(-1)).toBe(0)
  expect([copy?.isStopped, microphones[0]?.isStopped]).toEqual([true, true])
})

test('a test in voice leaves the microphone open for voice', async () => {
  const { media, microphones, join } = createComputer()
  await join()
  await media.startTest()
  media.stopTest()
  expect(microphones[0]?.isStopped).toBe(false)
  await media.startTest()
  media.disconnect()
  expect(microphones[0]?.isStopped).toBe(false)
  media.stopTest()
  expect(microphones[0]?.isStopped).toBe(true)
})

test('quality is measured once a second while sound comes through', async () => {
  const { media, join, pass, of } = createComputer()
  await join()
  await pass(3_000)
  expect(of('quality')).toHaveLength(3)
  media.disconnect()
  await pass(3_000)
  expect(of('quality')).toHaveLength(3)
})

test('that somebody records sounds whatever one wishes to hear, past deafening and volume', () => {
  const { media, context } = createComputer()
  const settings = { ...WISHES.settings, hasChimes: false, outputVolume: 0 }
  media.configure({ ...WISHES, settings, isDeafened: true })
  media.chime('recording')
  const [first] = context.all('oscillator')
  expect(first?.outputs[0]?.outputs).toContain(context.destination)
  media.chime('recording-over')
  expect(context.all('oscillator')).toHaveLength(6)
})

test('where there is no recorder that is known, and nothing comes of ending what did not begin', async () => {
  const { media } = createComputer()
  expect(media.canRecord).toBe(false)
  expect(() => media.startRecording('one-file', ME)).toThrow()
  expect(await media.finishRecording()).toEqual([])
})

test('a chime sounds only if they are wanted', () => {
  const { media, context } = createComputer()
  media.chime('in')
  expect(context.all('oscillator')).toHaveLength(2)
  media.configure({ ...WISHES, settings: { ...WISHES.settings, hasChimes: false } })
  media.chime('out')
  expect(context.all('oscillator')).toHaveLength(2)
})

test('whose pictures come from the server is told, and that none do once the connection is closed', async () => {
  const { media, of, join } = createComputer()
  const peer = await join()
  const cameras = [ME, ...Array.from({ length: 7 }, () => null)]
  peer.say({ pictures: { cameras, screens: [null, null] } })
  const [told] = of('pictures').slice(-1) as VoiceMediaEvents['pictures'][]
  expect([...(told?.keys() ?? [])]).toEqual([ME])
  media.hangUp()
  expect(of('pictures').at(-1)).toEqual(new Map())
  // Of a connection that is no more.
  peer.say({ pictures: { cameras, screens: [null, null] } })
  expect(of('pictures').at(-1)).toEqual(new Map())
})
