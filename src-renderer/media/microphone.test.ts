import { expect, test } from 'vitest'
import {
  createMicrophone,
  troubleOf,
  type MicrophoneTrack,
  type MicrophoneWishes,
} from './microphone.ts'

const WISHES: MicrophoneWishes = {
  deviceId: null,
  echoCancellation: true,
  noiseSuppression: 'standard',
  autoGain: true,
}

interface FakeTrack extends MicrophoneTrack {
  readonly opened: MediaTrackConstraints
  readyState: MediaStreamTrackState
  end(): void
}

const errorNamed = (name: string): Error => Object.assign(new Error(name), { name })

/** Microphones that do what is asked of them, unless the test says otherwise. */
function createDesk() {
  const tracks: FakeTrack[] = []
  const events: string[] = []
  let failure: ((constraints: MediaTrackConstraints) => Error | null) | null = null
  let canApply = true
  let doesApply = true
  let canClean = true
  /** What came out of the cleaning, with the way in which it fails. */
  const cleaned: { track: FakeTrack; isStopped: boolean; fail: () => void }[] = []
  let waiting: Promise<void> = Promise.resolve()

  const makeTrack = (opened: MediaTrackConstraints): FakeTrack => {
    let settings: MediaTrackConstraints = opened
    let ended = (): void => undefined
    const number = tracks.length + 1
    return {
      opened,
      enabled: true,
      readyState: 'live',
      addEventListener: (_name: string, listener: EventListenerOrEventListenerObject) => {
        if (typeof listener === 'function') ended = () => listener(new Event('ended'))
      },
      async applyConstraints(next: MediaTrackConstraints = {}) {
        if (!canApply) throw errorNamed('OverconstrainedError')
        if (doesApply) settings = next
      },
      getSettings: () => ({
        echoCancellation: settings.echoCancellation === true,
        noiseSuppression: settings.noiseSuppression === true,
        autoGainControl: settings.autoGainControl === true,
      }),
      stop() {
        this.readyState = 'ended'
        events.push(`stop ${number}`)
      },
      end() {
        this.readyState = 'ended'
        ended()
      },
    }
  }
  const microphone = createMicrophone<FakeTrack>(
    async (constraints) => {
      await waiting
      const error = failure?.(constraints)
      if (error) throw error
      const track = makeTrack(constraints)
      tracks.push(track)
      return track
    },
    async (_device, onFail) => {
      if (!canClean) throw new Error('No WebAssembly here')
      const made = { track: makeTrack({}), isStopped: false, fail: onFail }
      cleaned.push(made)
      return { track: made.track, stop: () => void (made.isStopped = true) }
    },
  )
  const suppressions: unknown[] = []
  microphone.on('noiseSuppression', (used) => suppressions.push(used))
  microphone.on('state', (state) => events.push(state))
  microphone.on('track', (track) =>
    events.push(track ? `track ${tracks.indexOf(track) + 1}` : 'no track'),
  )
  return {
    microphone,
    tracks,
    cleaned,
    suppressions,
    events,
    setCleaning: (can: boolean) => void (canClean = can),
    fail: (how: typeof failure) => (failure = how),
    setApplying: (can: boolean, does = can) => {
      canApply = can
      doesApply = does
    },
    /** The question of the browser stays on the screen until this is called. */
    hold() {
      let release = (): void => undefined
      waiting = new Promise((resolve) => (release = resolve))
      return release
    },
  }
}

test('is asked for with the wishes, in one channel', async () => {
  const { microphone, tracks, events } = createDesk()
  expect(await microphone.open({ ...WISHES, autoGain: false, deviceId: 'usb' })).toBe('open')
  expect(tracks[0]?.opened).toEqual({
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: false,
    channelCount: 1,
    deviceId: { exact: 'usb' },
  })
  expect(events).toEqual(['asking', 'track 1', 'open'])
})

test.each([
  ['NotAllowedError', 'refused'],
  ['SecurityError', 'refused'],
  ['NotFoundError', 'missing'],
  ['TypeError', 'missing'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
])('%s means that it is %s', async (name, state) => {
  const { microphone, fail } = createDesk()
  fail(() => errorNamed(name))
  expect(await microphone.open(WISHES)).toBe(state)
  expect(microphone.track()).toBeNull()
  expect(troubleOf(name)).toBe(state)
})

test('after a refusal it can be asked for again', async () => {
  const { microphone, fail } = createDesk()
  fail(() => errorNamed('NotAllowedError'))
  await microphone.open(WISHES)
  fail(null)
  expect(await microphone.open(WISHES)).toBe('open')
})

test('a chosen device that is not there is replaced by the one of the system, and used when it comes', async () => {
  const { microphone, tracks, fail } = createDesk()
  fail(({ deviceId }) => (deviceId ? errorNamed('OverconstrainedError') : null))
  expect(await microphone.open({ ...WISHES, deviceId: 'usb' })).toBe('open')
  expect(tracks[0]?.opened.deviceId).toBeUndefined()
  fail(null)
  await microphone.change({ ...WISHES, deviceId: 'usb' })
  expect(tracks[1]?.opened.deviceId).toEqual({ exact: 'usb' })
})

test('another device is open before the first is stopped', async () => {
  const { microphone, events } = createDesk()
  await microphone.open(WISHES)
  events.length = 0
  await microphone.change({ ...WISHES, deviceId: 'usb' })
  expect(events).toEqual(['track 2', 'stop 1'])
})

test('a device that cannot be opened leaves the first in use', async () => {
  const { microphone, tracks, events, fail } = createDesk()
  await microphone.open(WISHES)
  events.length = 0
  fail(() => errorNamed('NotReadableError'))
  await microphone.change({ ...WISHES, deviceId: 'usb' })
  expect(microphone.track()).toBe(tracks[0])
  expect(events).toEqual([])
})

test('a switch is applied to the track that there is', async () => {
  const { microphone, tracks } = createDesk()
  await microphone.open(WISHES)
  await microphone.change({ ...WISHES, noiseSuppression: 'off' })
  expect(tracks).toHaveLength(1)
  expect(tracks[0]?.getSettings().noiseSuppression).toBe(false)
})

test.each([
  ['refused', false, false],
  ['taken without an effect', true, false],
])('a switch that is %s opens another track', async (_how, can, does) => {
  const { microphone, tracks, setApplying } = createDesk()
  await microphone.open(WISHES)
  setApplying(can, does)
  await microphone.change({ ...WISHES, echoCancellation: false })
  expect(tracks).toHaveLength(2)
  expect(tracks[1]?.getSettings().echoCancellation).toBe(false)
  expect(tracks[0]?.readyState).toBe('ended')
})

test('one that was pulled out is followed by the one of the system', async () => {
  const { microphone, tracks } = createDesk()
  await microphone.open({ ...WISHES, deviceId: 'usb' })
  const again = new Promise((resolve) => microphone.on('state', resolve))
  tracks[0]?.end()
  await again
  await microphone.open(WISHES)
  expect(microphone.track()).toBe(tracks[1])
  expect(tracks[1]?.opened.deviceId).toBeUndefined()
})

test('closing stops the track, so that the sign of the system goes off', async () => {
  const { microphone, tracks, events } = createDesk()
  await microphone.open(WISHES)
  events.length = 0
  microphone.close()
  expect(tracks[0]?.readyState).toBe('ended')
  expect(events).toEqual(['no track', 'stop 1', 'unasked'])
})

test('what was asked for before closing is stopped when it comes', async () => {
  const { microphone, tracks, hold } = createDesk()
  const answer = hold()
  const opening = microphone.open(WISHES)
  await Promise.resolve()
  microphone.close()
  answer()
  await opening
  expect(tracks[0]?.readyState).toBe('ended')
  expect(microphone.track()).toBeNull()
})

test('two wishes at once open one microphone', async () => {
  const { microphone, tracks } = createDesk()
  await Promise.all([microphone.open(WISHES), microphone.open(WISHES)])
  expect(tracks).toHaveLength(1)
})

const STRONG = { ...WISHES, noiseSuppression: 'strong' } as const

test('what is cleaned goes out, and the browser leaves the noise to the cleaning', async () => {
  const { microphone, tracks, cleaned, suppressions } = createDesk()
  expect(await microphone.open(STRONG)).toBe('open')
  expect(tracks[0]?.opened.noiseSuppression).toBe(false)
  expect(microphone.track()).toBe(cleaned[0]?.track)
  microphone.close()
  expect([cleaned[0]?.isStopped, tracks[0]?.readyState]).toEqual([true, 'ended'])
  expect(suppressions).toEqual(['strong', null])
})

test('it is switched on and off while the microphone is open', async () => {
  const { microphone, tracks, cleaned, suppressions } = createDesk()
  await microphone.open(WISHES)
  await microphone.change(STRONG)
  expect(microphone.track()).toBe(cleaned[0]?.track)
  expect(tracks[0]?.readyState).toBe('ended')
  await microphone.change({ ...STRONG, echoCancellation: false })
  expect(cleaned).toHaveLength(1)
  expect(tracks[1]?.getSettings()).toMatchObject({
    echoCancellation: false,
    noiseSuppression: false,
  })
  await microphone.change({ ...WISHES, noiseSuppression: 'off' })
  expect(microphone.track()).toBe(tracks[2])
  expect(cleaned[0]?.isStopped).toBe(true)
  expect(suppressions).toEqual(['standard', 'strong', 'strong', 'off'])
})

test('where nothing can be cleaned the standard suppression is used, until it is tried again', async () => {
  const { microphone, tracks, cleaned, suppressions, setCleaning } = createDesk()
  setCleaning(false)
  expect(await microphone.open(STRONG)).toBe('open')
  expect(microphone.track()).toBe(tracks[1])
  expect(tracks[0]?.readyState).toBe('ended')
  expect(tracks[1]?.getSettings().noiseSuppression).toBe(true)
  // The same wish again opens nothing anew, and another one keeps what is in use.
  await microphone.change(STRONG)
  await microphone.change({ ...STRONG, autoGain: false })
  expect(tracks).toHaveLength(2)
  expect(tracks[1]?.getSettings()).toMatchObject({ noiseSuppression: true, autoGainControl: false })
  setCleaning(true)
  await microphone.cleanAgain()
  expect(microphone.track()).toBe(cleaned[0]?.track)
  await microphone.cleanAgain()
  expect(cleaned).toHaveLength(1)
  expect(suppressions).toEqual(['standard', 'standard', 'strong'])
})

test('cleaning that gives up is followed by the standard suppression', async () => {
  const { microphone, tracks, cleaned, suppressions } = createDesk()
  await microphone.open(STRONG)
  const next = new Promise((resolve) => microphone.on('noiseSuppression', resolve))
  cleaned[0]?.fail()
  expect(await next).toBe('standard')
  expect(microphone.track()).toBe(tracks[1])
  expect([cleaned[0]?.isStopped, tracks[0]?.readyState]).toEqual([true, 'ended'])
  // What is over cannot give up once more.
  cleaned[0]?.fail()
  await microphone.change(STRONG)
  expect(tracks).toHaveLength(2)
  expect(suppressions).toEqual(['strong', 'standard'])
})

test('a device that is pulled out is followed by one that is cleaned as well', async () => {
  const { microphone, tracks, cleaned } = createDesk()
  await microphone.open({ ...STRONG, deviceId: 'usb' })
  const again = new Promise((resolve) => microphone.on('state', resolve))
  tracks[0]?.end()
  await again
  await microphone.open(STRONG)
  expect(cleaned[0]?.isStopped).toBe(true)
  expect(microphone.track()).toBe(cleaned[1]?.track)
})
