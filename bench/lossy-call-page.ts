/** What the connection of a call has counted since it was opened; seconds, samples and packets. */
export interface Counted {
  readonly samples: number
  readonly concealed: number
  /** Of these, those for which nothing was made up, because nobody spoke or nothing came for long. */
  readonly silent: number
  readonly events: number
  readonly buffered: number
  readonly emitted: number
  readonly received: number
  readonly lost: number
  /** Packets that brought the one before once more. */
  readonly spare: number
  readonly roundTrip: number
}

export interface PageOfCall {
  count(): Promise<Counted>
  isHeard(): boolean
  /** @returns milliseconds since 1970 when something is heard for the first time from now on */
  nextSound(): Promise<number>
}

/** Runs in the page before the app does, so that it uses nothing from outside of itself. */
export function installCounting(): void {
  const LOOK_EVERY_MS = 20
  /** The voice of tests is above it, the noise that is made up for comfort far below. */
  const SOUND = 0.05

  let last: RTCPeerConnection | undefined
  let ear: AnalyserNode | undefined
  const Real = RTCPeerConnection
  window.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      follow(this)
    }
  }

  function follow(peer: RTCPeerConnection): void {
    last = peer
    peer.addEventListener('track', ({ track }) => {
      if (track.kind === 'audio') listenTo(track)
    })
  }

  async function count(): Promise<Counted> {
    const reports: Record<string, unknown>[] = []
    const stats = await last?.getStats()
    stats?.forEach((report: Record<string, unknown>) => reports.push(report))
    const numberOf = (of: Record<string, unknown>, key: string): number => Number(of[key] ?? 0)
    // In a room most lanes are silent.
    const [voice = {}] = reports
      .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio')
      .toSorted(
        (one, other) => numberOf(other, 'packetsReceived') - numberOf(one, 'packetsReceived'),
      )
    const pair =
      reports.find(
        ({ type, nominated, state }) =>
          type === 'candidate-pair' && nominated === true && state === 'succeeded',
      ) ?? {}
    return {
      samples: numberOf(voice, 'totalSamplesReceived'),
      concealed: numberOf(voice, 'concealedSamples'),
      silent: numberOf(voice, 'silentConcealedSamples'),
      events: numberOf(voice, 'concealmentEvents'),
      buffered: numberOf(voice, 'jitterBufferDelay'),
      emitted: numberOf(voice, 'jitterBufferEmittedCount'),
      received: numberOf(voice, 'packetsReceived'),
      lost: numberOf(voice, 'packetsLost'),
      spare: numberOf(voice, 'fecPacketsReceived'),
      roundTrip: numberOf(pair, 'currentRoundTripTime'),
    }
  }

  function listenTo(track: MediaStreamTrack): void {
    const context = new AudioContext({ latencyHint: 'interactive' })
    ear = new AnalyserNode(context, { fftSize: 2048 })
    context.createMediaStreamSource(new MediaStream([track])).connect(ear)
  }

  function isHeard(): boolean {
    const samples = new Float32Array(ear?.fftSize ?? 0)
    ear?.getFloatTimeDomainData(samples)
    return samples.some((sample) => Math.abs(sample) > SOUND)
  }

  async function nextSound(): Promise<number> {
    for (;;) {
      if (isHeard()) return Date.now()
      await new Promise((next) => setTimeout(next, LOOK_EVERY_MS))
    }
  }

  Object.assign(window, { call: { count, isHeard, nextSound } satisfies PageOfCall })
}
