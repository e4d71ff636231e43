import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { OwnTracks } from './call-lanes.ts'
import { openCallLine, type CallLine, type CallLineOptions, type CallSignal } from './call-line.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('MediaStream', FakeStream)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

class FakeStream {
  readonly tracks: readonly unknown[] = []
}

/** Peers that follow the rules of negotiation and carry nothing. */
function peers() {
  const made: FakePeer[] = []
  const create = (ways: readonly RTCIceServer[]): FakePeer => {
    const peer = fakePeer(made.length + 1)
    peer.setConfiguration({ iceServers: [...ways] })
    return made[made.push(peer) - 1]!
  }
  return { made, create }
}

type FakePeer = ReturnType<typeof fakePeer>

interface FakeTransceiver {
  mid: string | null
  direction: RTCRtpTransceiverDirection
  readonly receiver: { readonly track: { readonly kind: string; readonly of: number } }
  readonly sender: {
    track: unknown
    replaceTrack(track: unknown): Promise<void>
    setStreams(): void
    /** Bits per second at most; none before somebody said so. */
    most: number | undefined
    getParameters(): RTCRtpSendParameters
    setParameters(parameters: RTCRtpSendParameters): Promise<void>
  }
  stop(): void
}

const NOTHING: OwnTracks = { microphone: null, camera: null, screen: null }

function fakePeer(number: number) {
  const listeners = new Map<string, ((event: never) => void)[]>()
  const candidates: unknown[] = []
  const tell = (name: string, event: object = {}): void => {
    for (const listener of listeners.get(name) ?? []) listener(event as never)
  }
  let transceivers: FakeTransceiver[] = []
  /** Those that an own offer is about, which is taken back when the other end was first. */
  let wanted: FakeTransceiver[] = []
  let offers = 0
  let restarts = 0
  let bounded = Promise.resolve()
  const key = newKey()
  const sdp = (kind: string): string =>
    `o=- ${number}00 ${offers} IN IP4 0.0.0.0\r\na=fingerprint:sha-256 ${key}\r\na=ice-ufrag:${restarts}\r\n${kind}`
  const add = (kind: string, mid: string | null, sent: unknown = null): void => {
    const transceiver: FakeTransceiver = {
      ...{ mid, direction: 'sendrecv' },
      receiver: { track: { kind, of: number } },
      sender: {
        track: sent,
        replaceTrack: async (track) => void (transceiver.sender.track = track),
        setStreams: () => undefined,
        most: undefined,
        getParameters: () => ({ encodings: [{}] }) as RTCRtpSendParameters,
        setParameters({ encodings: [only] }) {
          transceiver.sender.most = only?.maxBitrate
          return bounded
        },
      },
      stop() {
        transceiver.direction = 'stopped'
        // One that was never agreed on stays, as it does in Chromium.
        if (transceiver.mid === null) return
        transceivers = transceivers.filter((other) => other !== transceiver)
      },
    }
    transceivers.push(transceiver)
  }
  const peer = {
    connectionState: 'new' as RTCPeerConnectionState,
    signalingState: 'stable' as RTCSignalingState,
    localDescription: null as RTCSessionDescriptionInit | null,
    remoteDescription: null as RTCSessionDescriptionInit | null,
    isClosed: false,
    bundle: 'max-bundle',
    /** The servers that it was given, one time after the other. */
    given: [] as (readonly RTCIceServer[] | undefined)[],
    getConfiguration: () => ({ bundlePolicy: peer.bundle }),
    setConfiguration({ iceServers }: RTCConfiguration) {
      peer.given.push(iceServers)
    },
    candidates,
    /** Setting how much is sent at most takes until this is settled. */
    boundsTake: (given: Promise<void>) => void (bounded = given),
    addEventListener: (name: string, listener: (event: never) => void) =>
      listeners.set(name, [...(listeners.get(name) ?? []), listener]),
    addTransceiver: (of: string | { readonly kind: string }) =>
      typeof of === 'string' ? add(of, null) : add(of.kind, null, of),
    getTransceivers: () => transceivers,
    sent: () =>
      transceivers.flatMap(({ direction, sender }) =>
        direction === 'stopped' ? [] : [sender.track],
      ),
    async createOffer(options: { iceRestart: boolean }) {
      offers += 1
      if (options.iceRestart) restarts += 1
      return { type: 'offer', sdp: sdp(options.iceRestart ? 'restart' : 'offer') }
    },
    async setLocalDescription(given?: RTCSessionDescriptionInit) {
      const description = given ?? { type: 'answer', sdp: sdp('answer') }
      peer.localDescription = description
      const open = transceivers.filter(({ direction }) => direction !== 'stopped')
      wanted = open.filter(({ mid }) => mid === null)
      for (const [index, transceiver] of open.entries()) transceiver.mid ??= String(index)
      peer.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable'
    },
    async setRemoteDescription(given: RTCSessionDescriptionInit) {
      if (given.type === 'answer' && peer.signalingState !== 'have-local-offer') {
        throw new Error('InvalidStateError')
      }
      if (given.type === 'offer' && peer.signalingState === 'have-local-offer') {
        for (const transceiver of wanted) transceiver.mid = null
      }
      if (given.type === 'offer' && !transceivers.some(({ mid }) => mid !== null)) {
        for (const [mid, kind] of ['audio', 'video', 'video'].entries()) add(kind, String(mid))
      }
      peer.remoteDescription = given
      peer.signalingState = given.type === 'offer' ? 'have-remote-offer' : 'stable'
      tell('track')
    },
    async addIceCandidate(candidate: unknown) {
      if (!peer.remoteDescription) throw new Error('InvalidStateError')
      candidates.push(candidate)
    },
    getStats: async () => new Map(),
    close: () => void (peer.isClosed = true),
    tell,
    become(state: RTCPeerConnectionState) {
      peer.connectionState = state
      tell('connectionstatechange')
    },
  }
  return peer
}

let keys = 0

/** Another key for each connection, as browsers make them. */
function newKey(): string {
  keys += 1
  return `AB:${keys.toString(16).padStart(2, '0')}`
}

function lineOf(
  isPolite: boolean,
  own: OwnTracks = NOTHING,
  findWays: CallLineOptions['findWays'] = async () => [],
) {
  const { made, create } = peers()
  const line = openCallLine({
    createPeer: create as unknown as CallLineOptions['createPeer'],
    isPolite,
    own: () => ({ ...own }),
    findWays,
  })
  const signals: CallSignal[] = []
  const states: string[] = []
  const codes: (string | null)[] = []
  line.on('code', (code) => codes.push(code))
  line.on('signal', (signal) => signals.push(signal))
  line.on('state', (state) => states.push(state))
  return { line, made, signals, states, codes, kinds: () => signals.map(({ kind }) => kind) }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

/** Carries everything that one says to the other, until nobody says anything any more. */
async function talk(
  one: { line: CallLine; signals: CallSignal[] },
  other: { line: CallLine; signals: CallSignal[] },
): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await settle()
    for (const signal of one.signals.splice(0)) other.line.handle(signal)
    for (const signal of other.signals.splice(0)) one.line.handle(signal)
  }
  await settle()
}

test('one offers, the other answers, and both are at rest', async () => {
  const [caller, callee] = [lineOf(false), lineOf(true)]
  caller.line.start()
  await talk(caller, callee)
  expect([...caller.made, ...callee.made].map((peer) => peer.signalingState)).toEqual([
    'stable',
    'stable',
  ])
  caller.made[0]?.become('connected')
  expect([caller.states, caller.line.isAlive()]).toEqual([['connected'], true])
})

test('candidates that come before the description wait for it', async () => {
  const { line, made } = lineOf(true)
  line.handle({ kind: 'candidate', candidate: { candidate: 'early' } })
  line.handle({ kind: 'candidate', candidate: null })
  line.handle({ kind: 'offer', sdp: 'o=- 7 1 IN IP4 0.0.0.0' })
  line.handle({ kind: 'candidate', candidate: { candidate: 'late' } })
  await settle()
  expect(made[0]?.candidates).toEqual([{ candidate: 'early' }, { candidate: 'late' }])
  const insisting = lineOf(false)
  insisting.line.start()
  insisting.line.handle({ kind: 'candidate', candidate: { candidate: 'early' } })
  await settle()
  const [peer] = insisting.made
  insisting.line.handle({ kind: 'answer', sdp: 'o=- 8 1 IN IP4 0.0.0.0' })
  await settle()
  expect(peer?.candidates).toEqual([{ candidate: 'early' }])
})

test('when both offer at once the polite one takes its own back, with the key that was told', async () => {
  const [caller, callee] = [lineOf(false), lineOf(true)]
  caller.line.start()
  callee.line.start()
  await talk(caller, callee)
  expect([caller.made.length, callee.made.length]).toEqual([1, 2])
  expect(callee.made[0]?.isClosed).toBe(true)
  expect(caller.made[0]?.signalingState).toBe('stable')
  expect(callee.made[1]?.signalingState).toBe('stable')
})

test.each([
  ['the one who calls', false],
  ['the one who is called', true],
])('%s is loaded again, and the other takes a new connection as well', async (_who, isPolite) => {
  const [one, other] = [lineOf(isPolite), lineOf(!isPolite)]
  ;(isPolite ? other : one).line.start()
  await talk(one, other)
  const reloaded = lineOf(isPolite)
  // The next one has a number of its own, as a browser gives it.
  reloaded.made.push(fakePeer(0))
  reloaded.line.start()
  await talk(reloaded, other)
  expect(other.made.length).toBe(2)
  expect(other.made[0]?.isClosed).toBe(true)
  expect(other.made[1]?.signalingState).toBe('stable')
  expect(reloaded.made.at(-1)?.signalingState).toBe('stable')
})

test('a broken line is mended by the one who insists, for as long as it takes', async () => {
  const [caller, callee] = [lineOf(false), lineOf(true)]
  caller.line.start()
  await talk(caller, callee)
  for (const { made } of [caller, callee]) made[0]?.become('connected')
  for (const { made } of [caller, callee]) made[0]?.become('disconnected')
  await vi.advanceTimersByTimeAsync(1_400)
  expect([caller.states.at(-1), caller.kinds()]).toEqual(['connected', []])
  await vi.advanceTimersByTimeAsync(200)
  expect([caller.states.at(-1), callee.states.at(-1)]).toEqual(['broken', 'broken'])
  expect([caller.kinds(), callee.kinds()]).toEqual([['offer'], []])
  await vi.advanceTimersByTimeAsync(4_000)
  expect(caller.kinds()).toEqual(['offer', 'offer'])
  await talk(caller, callee)
  caller.made[0]?.become('connected')
  await vi.advanceTimersByTimeAsync(20_000)
  expect([caller.states.at(-1), caller.kinds()]).toEqual(['connected', []])
})

describe('an offer that was lost while the old way came back', () => {
  async function offered() {
    const [caller, callee] = [lineOf(false), lineOf(true)]
    caller.line.start()
    await talk(caller, callee)
    for (const { made } of [caller, callee]) made[0]?.become('connected')
    caller.line.restart()
    await settle()
    return { caller, callee, lost: caller.signals.splice(0) }
  }

  test('is told again until there is an answer', async () => {
    const { caller, callee, lost } = await offered()
    await vi.advanceTimersByTimeAsync(3_900)
    expect(caller.kinds()).toEqual([])
    await vi.advanceTimersByTimeAsync(4_100)
    expect(caller.signals).toEqual([...lost, ...lost])
    await talk(caller, callee)
    await vi.advanceTimersByTimeAsync(20_000)
    expect([caller.kinds(), caller.made[0]?.signalingState]).toEqual([[], 'stable'])
  })

  test('and was only late is answered twice, which changes nothing', async () => {
    const { caller, callee, lost } = await offered()
    await vi.advanceTimersByTimeAsync(4_000)
    caller.signals.unshift(...lost)
    await talk(caller, callee)
    expect([caller.made.length, callee.made.length]).toEqual([1, 1])
    expect([caller.made[0]?.signalingState, caller.kinds()]).toEqual(['stable', []])
  })

  test('and whose place another one took is answered twice, which begins anew', async () => {
    const { caller, callee } = await offered()
    caller.line.restart()
    await talk(caller, callee)
    const answer = caller.made[0]?.remoteDescription?.sdp ?? ''
    caller.line.handle({ kind: 'answer', sdp: answer.replace(/ice-ufrag:\S+/, 'ice-ufrag:other') })
    await settle()
    expect([caller.made.length, caller.kinds()]).toEqual([2, ['offer']])
  })

  test('waits while another way is looked for, and is gone with the line', async () => {
    const { caller, callee } = await offered()
    await talk(caller, callee)
    callee.line.restart()
    await settle()
    callee.signals.splice(0)
    callee.made[0]?.become('disconnected')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(callee.kinds()).toEqual([])
    callee.made[0]?.become('connected')
    await vi.advanceTimersByTimeAsync(4_000)
    expect(callee.kinds()).toEqual(['offer'])
    callee.line.close()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(callee.kinds()).toEqual(['offer'])
  })
})

test('an answer that fits to nothing begins anew, by the one who insists', async () => {
  const caller = lineOf(false)
  caller.line.start()
  await settle()
  caller.line.handle({ kind: 'answer', sdp: 'o=- 5 1 IN IP4 0.0.0.0' })
  caller.line.handle({ kind: 'answer', sdp: 'o=- 6 1 IN IP4 0.0.0.0' })
  await settle()
  expect([caller.made.length, caller.made[0]?.isClosed, caller.kinds()]).toEqual([
    2,
    true,
    ['offer', 'offer'],
  ])
})

const track = (kind: string, name: string) => ({ kind, name }) as unknown as MediaStreamTrack

test('a camera that is turned on goes out without a new offer', async () => {
  const own: { -readonly [Key in keyof OwnTracks]: OwnTracks[Key] } = { ...NOTHING }
  const [caller, callee] = [lineOf(false, own), lineOf(true)]
  caller.line.start()
  await talk(caller, callee)
  own.camera = track('video', 'camera')
  await caller.line.send('camera')
  await settle()
  expect(caller.kinds()).toEqual([])
  expect(caller.made[0]?.sent()).toEqual([null, own.camera, null])
})

test('whoever answers sends on the lanes that were offered, the screen on the second picture', async () => {
  const own = {
    microphone: track('audio', 'voice'),
    camera: null,
    screen: track('video', 'screen'),
  }
  const [caller, callee] = [lineOf(false), lineOf(true, own)]
  caller.line.start()
  await talk(caller, callee)
  expect(callee.made[0]?.sent()).toEqual([own.microphone, null, own.screen])
})

test('pictures have limits on both ends, whoever offered, and the voice has none', async () => {
  const [caller, callee] = [lineOf(false), lineOf(true)]
  caller.line.start()
  await talk(caller, callee)
  for (const { made } of [caller, callee]) {
    const most = made[0]?.getTransceivers().map(({ sender }) => sender.most)
    expect(most).toEqual([undefined, 2_500_000, 6_000_000])
  }
})

test('what is left of an offer that was taken back is no lane', async () => {
  const own: { -readonly [Key in keyof OwnTracks]: OwnTracks[Key] } = { ...NOTHING }
  const { line, made, kinds } = lineOf(true, own)
  line.handle({ kind: 'offer', sdp: 'o=- 7 1 IN IP4 0.0.0.0' })
  await settle()
  for (const transceiver of made[0]?.getTransceivers().slice(1) ?? []) transceiver.stop()
  own.screen = track('video', 'screen')
  await line.send('screen')
  await settle()
  expect(made[0]?.getTransceivers().length).toBe(3)
  line.handle({ kind: 'offer', sdp: 'o=- 7 2 IN IP4 0.0.0.0' })
  await settle()
  // The lanes are wanted still, and offered anew.
  expect(kinds()).toEqual(['answer', 'offer', 'answer', 'offer'])
  expect(made[0]?.sent()).toEqual([null, null, own.screen])
})

test('a lane that the other end did not offer is opened when there is something to send', async () => {
  const own: { -readonly [Key in keyof OwnTracks]: OwnTracks[Key] } = { ...NOTHING }
  const { line, made, kinds } = lineOf(false, own)
  line.handle({ kind: 'offer', sdp: 'o=- 7 1 IN IP4 0.0.0.0' })
  await settle()
  for (const transceiver of made[0]?.getTransceivers().slice(1) ?? []) transceiver.stop()
  await line.send('screen')
  await settle()
  expect(kinds()).toEqual(['answer'])
  own.screen = track('video', 'screen')
  await line.send('screen')
  await settle()
  expect(kinds()).toEqual(['answer', 'offer'])
  expect(made[0]?.getTransceivers().length).toBe(3)
})

test('lanes that two tracks want at once are offered once', async () => {
  const own: { -readonly [Key in keyof OwnTracks]: OwnTracks[Key] } = { ...NOTHING }
  const { line, made, kinds } = lineOf(false, own)
  line.handle({ kind: 'offer', sdp: 'o=- 7 1 IN IP4 0.0.0.0' })
  await settle()
  for (const transceiver of made[0]?.getTransceivers().slice(1) ?? []) transceiver.stop()
  own.camera = track('video', 'camera')
  own.screen = track('video', 'screen')
  await Promise.all([line.send('camera'), line.send('screen')])
  await settle()
  expect(kinds()).toEqual(['answer', 'offer'])
  expect(made[0]?.sent()).toEqual([null, own.camera, own.screen])
})

test('a camera that is turned on or off while an offer is answered is sent as it is at the end', async () => {
  const own: { -readonly [Key in keyof OwnTracks]: OwnTracks[Key] } = { ...NOTHING }
  const { line, made } = lineOf(true, own)
  own.screen = track('video', 'screen')
  line.handle({ kind: 'offer', sdp: 'o=- 7 1 IN IP4 0.0.0.0' })
  await settle()
  const [sound] = made[0]?.getTransceivers() ?? []
  let go = (): void => undefined
  if (sound) sound.sender.replaceTrack = () => new Promise((resolve) => (go = resolve))
  line.handle({ kind: 'offer', sdp: 'o=- 7 2 IN IP4 0.0.0.0' })
  await settle()
  own.camera = track('video', 'camera')
  own.screen = null
  await Promise.all([line.send('camera'), line.send('screen')])
  go()
  await settle()
  expect(made[0]?.sent()).toEqual([null, own.camera, null])
})

test('a line that was closed while it answered tells nothing more', async () => {
  const { line, made } = lineOf(true)
  const told: unknown[] = []
  line.handle({ kind: 'offer', sdp: 'o=- 7 1 IN IP4 0.0.0.0' })
  await settle()
  line.on('tracks', (tracks) => told.push(tracks))
  let go = (): void => undefined
  made[0]?.boundsTake(new Promise((resolve) => (go = resolve)))
  line.handle({ kind: 'offer', sdp: 'o=- 7 2 IN IP4 0.0.0.0' })
  await settle()
  expect(told.length).toBe(1)
  line.close()
  go()
  await settle()
  expect(told.length).toBe(1)
})

test('both ends tell the same code once they are connected, and another one after a reload', async () => {
  const [caller, callee] = [lineOf(false), lineOf(true)]
  caller.line.start()
  await talk(caller, callee)
  expect([caller.codes, callee.codes]).toEqual([[null], [null]])
  const connect = async (...lines: ReturnType<typeof lineOf>[]): Promise<void> => {
    for (const { made } of lines) made.at(-1)?.become('connected')
    await vi.waitFor(() => expect(lines.map(({ codes }) => codes.at(-1))).not.toContain(null))
  }
  await connect(caller, callee)
  const first = caller.codes.at(-1)
  expect(first).toMatch(/^\d{4}( \d{4}){5}$/)
  expect(callee.codes).toEqual([null, first])
  const reloaded = lineOf(true)
  reloaded.made.push(fakePeer(0))
  reloaded.line.start()
  await talk(reloaded, caller)
  expect(caller.codes).toEqual([null, first, null])
  await connect(reloaded, caller)
  expect(caller.codes.at(-1)).toBe(reloaded.codes.at(-1))
  expect(caller.codes.at(-1)).not.toBe(first)
  // Told anew, so that the one who came back hears whether this end is muted, or on hold.
  expect(caller.states).toEqual(['connected', 'connecting', 'connected'])
})

test('no other key takes the place of the one that an end began with', async () => {
  const [caller, callee] = [lineOf(false), lineOf(true)]
  caller.line.start()
  await talk(caller, callee)
  const offered = caller.made[0]?.localDescription?.sdp ?? ''
  callee.line.handle({ kind: 'offer', sdp: offered.replace(/sha-256 \S+/, 'sha-256 CD:EF') })
  await settle()
  // A connection, and so a key, of its own, of which nobody knew before.
  expect([callee.made.length, callee.made[0]?.isClosed]).toEqual([2, true])
})

describe('ways for where there is no direct one', () => {
  /** Other ones each time that they are asked for, as a server gives them. */
  function counted(name: string) {
    let asked = 0
    return async () => [{ urls: `turn:${name}${(asked += 1)}` }]
  }
  const urlsOf = ({ made }: ReturnType<typeof lineOf>) =>
    made.map(({ given }) => given.map((servers) => servers?.map(({ urls }) => urls).join()))

  async function connected() {
    const [caller, callee] = [
      lineOf(false, NOTHING, counted('a')),
      lineOf(true, NOTHING, counted('b')),
    ]
    caller.line.start()
    await talk(caller, callee)
    for (const { made } of [caller, callee]) made[0]?.become('connected')
    return { caller, callee }
  }

  test('are there before a connection is, on both sides', async () => {
    const { caller, callee } = await connected()
    expect([urlsOf(caller), urlsOf(callee)]).toEqual([[['turn:a1']], [['turn:b1']]])
  })

  test('are asked for anew by both when one looks for another way', async () => {
    const { caller, callee } = await connected()
    caller.line.restart()
    await talk(caller, callee)
    expect([urlsOf(caller), urlsOf(callee)]).toEqual([
      [['turn:a1', 'turn:a2']],
      [['turn:b1', 'turn:b2']],
    ])
  })

  test('stay as they are while something else is negotiated', async () => {
    const { caller, callee } = await connected()
    const [peer] = caller.made
    const { type, sdp = '' } = (await peer?.createOffer({ iceRestart: false })) ?? {}
    callee.line.handle({ kind: type as 'offer', sdp })
    await settle()
    expect(callee.kinds()).toEqual(['answer'])
    expect(urlsOf(callee)).toEqual([['turn:b1']])
  })

  test('stay as they are when the server does not say, and without any the direct one is tried', async () => {
    let isAway = false
    const caller = lineOf(false, NOTHING, async () => (isAway ? null : [{ urls: 'turn:a' }]))
    const callee = lineOf(true, NOTHING, async () => null)
    caller.line.start()
    await talk(caller, callee)
    isAway = true
    caller.line.restart()
    await talk(caller, callee)
    expect([urlsOf(caller), urlsOf(callee)]).toEqual([[['turn:a']], [['']]])
    expect(caller.made[0]?.signalingState).toBe('stable')
  })

  test('that come when the line is closed already open nothing', async () => {
    let answer = (_ways: readonly RTCIceServer[]): void => {}
    const { line, made } = lineOf(
      false,
      NOTHING,
      () => new Promise((resolve) => (answer = resolve)),
    )
    line.start()
    await settle()
    line.close()
    answer([])
    await settle()
    expect(made).toEqual([])
  })
})
