import type { VoiceQuality, VoiceWay } from '#shared/domain/audio.ts'

/** Counters of one moment, as the browser gives them: they only grow. */
export interface VoiceCounters {
  /** Seconds; null before the first answer of the other end. */
  readonly roundTrip: number | null
  /** Seconds that all samples together waited in the jitter buffer. */
  readonly jitterDelay: number
  readonly emitted: number
  readonly received: number
  readonly lost: number
  /** Packets of the own voice. */
  readonly sent: number
  /** How many of them the other end has missed, as it last reported. */
  readonly sentInVain: number
  /** When it did, by a clock of the browser; null before it did at all. */
  readonly reportedAt: number | null
  readonly way: VoiceWay | null
}

export const NO_COUNTERS: VoiceCounters = {
  roundTrip: null,
  jitterDelay: 0,
  emitted: 0,
  received: 0,
  lost: 0,
  sent: 0,
  sentInVain: 0,
  reportedAt: null,
  way: null,
}

/** A packet is sent when it is full, in milliseconds. */
const PACKET_MS = 20

/** From the membrane to the encoder: a buffer of 10 ms on common systems. */
const CAPTURE_MS = 10

type Stats = Readonly<Record<string, unknown>>

/** Reads the counters out of what `getStats` gives. Whatever a browser leaves out counts as nothing. */
export function countersIn(reports: Iterable<Stats>): VoiceCounters {
  const all = [...reports]
  let counters = NO_COUNTERS
  for (const report of all) counters = withReport(counters, report)
  return { ...counters, way: wayIn(all) }
}

const isInUse = (report: Stats): boolean =>
  report['type'] === 'candidate-pair' &&
  report['nominated'] === true &&
  report['state'] === 'succeeded'

/** The pair in use names its two ends. */
function wayIn(reports: readonly Stats[]): VoiceWay | null {
  const pair = reports.find(isInUse)
  const end = (key: string): Stats | undefined =>
    pair && reports.find(({ id }) => id !== undefined && id === pair[key])
  const own = end('localCandidateId')
  if (!own) return null
  const other = end('remoteCandidateId') ?? {}
  const isRelayed = [own, other].some((one) => one['candidateType'] === 'relay')
  // To a relay of one's own; how the other one gets to theirs is not to be seen from here.
  const isByTcp = own['relayProtocol'] === 'tcp' || own['relayProtocol'] === 'tls'
  return { isRelayed, isByTcp, port: numberIn(other, 'port') }
}

function withReport(counters: VoiceCounters, report: Stats): VoiceCounters {
  switch (report['type']) {
    case 'candidate-pair':
      return isInUse(report)
        ? { ...counters, roundTrip: numberIn(report, 'currentRoundTripTime') }
        : counters
    case 'inbound-rtp':
      if (report['kind'] === 'video') return counters
      return {
        ...counters,
        jitterDelay: counters.jitterDelay + (numberIn(report, 'jitterBufferDelay') ?? 0),
        emitted: counters.emitted + (numberIn(report, 'jitterBufferEmittedCount') ?? 0),
        received: counters.received + (numberIn(report, 'packetsReceived') ?? 0),
        lost: counters.lost + (numberIn(report, 'packetsLost') ?? 0),
      }
    case 'remote-inbound-rtp':
      if (report['kind'] === 'video') return counters
      // Not the share that it names: to who speaks in a room the server names also what listeners lose,
      // so that something is put in reserve (see the server's `sound-uplink.ts`).
      return {
        ...counters,
        sentInVain: counters.sentInVain + (numberIn(report, 'packetsLost') ?? 0),
        reportedAt: numberIn(report, 'timestamp'),
      }
    case 'outbound-rtp':
      if (report['kind'] === 'video') return counters
      return { ...counters, sent: counters.sent + (numberIn(report, 'packetsSent') ?? 0) }
    default:
      return counters
  }
}

function numberIn(report: Stats, key: string): number | null {
  const value = report[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/**
 * Loss of the own voice on its way, 0 to 1: from one report of the other end to the next, and until there
 * is a next one.
 *
 * @returns to be called with the counters of each moment
 */
export function createOwnLoss(): (counters: VoiceCounters) => number {
  let before = NO_COUNTERS
  let loss = 0
  return (after) => {
    if (after.reportedAt === before.reportedAt) return loss
    const sent = after.sent - before.sent
    const lost = after.sentInVain - before.sentInVain
    loss = sent > 0 ? Math.min(1, Math.max(0, lost / sent)) : 0
    before = after
    return loss
  }
}

/**
 * What happened between two moments.
 *
 * Mouth to ear is estimated for somebody who is as far from the server as this device: a packet is
 * filled (20 ms) after it was captured (10 ms), goes to the server and from there to the other one
 * (half a round trip each, so one whole), waits in the jitter buffer, and is played after the output's
 * own delay.
 *
 * @param device.output its delay in milliseconds, as the browser estimates it
 * @param device.ownLoss see `createOwnLoss`
 */
export function qualityBetween(
  before: VoiceCounters,
  after: VoiceCounters,
  { output, ownLoss }: { readonly output: number; readonly ownLoss: number },
): VoiceQuality {
  const roundTrip = after.roundTrip === null ? null : after.roundTrip * 1_000
  const emitted = after.emitted - before.emitted
  const jitterBuffer =
    emitted > 0 ? ((after.jitterDelay - before.jitterDelay) / emitted) * 1_000 : null
  // Packets that come late are taken back from those that were lost.
  const lost = Math.max(0, after.lost - before.lost)
  const received = Math.max(0, after.received - before.received)
  const downlinkLoss = lost + received > 0 ? lost / (lost + received) : 0
  return {
    roundTrip,
    jitterBuffer,
    loss: Math.min(1, Math.max(downlinkLoss, ownLoss)),
    ownLoss,
    mouthToEar:
      roundTrip === null || jitterBuffer === null
        ? null
        : CAPTURE_MS + PACKET_MS + roundTrip + jitterBuffer + output,
    way: after.way,
  }
}
