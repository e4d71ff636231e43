import type { VoiceQuality, VoiceWay } from '#shared/domain/audio.ts'

/** What the numbers mean for somebody who talks. */
export type Grade = 'good' | 'fair' | 'poor'

export const GRADE_WORDS: Readonly<Record<Grade, string>> = {
  good: 'Good',
  fair: 'Fair',
  poor: 'Poor',
}

/** Talk stays easy up to about 180 ms from mouth to ear, and people start to talk over each other at 300. */
const LATE_MS = { fair: 180, poor: 300 } as const

/** Opus hides single packets that are lost; from a few in a hundred on, syllables go missing. */
const LOSSY = { fair: 0.02, poor: 0.05 } as const

/** Sound that waits longer than this to be played evenly came in bursts. */
const UNEVEN_MS = 120

/** A way to the server and back that a person notices, in milliseconds. */
const FAR_MS = 200

/** The one number: from mouth to ear where somebody else is heard, otherwise to the server and back. */
export const delayOf = ({ mouthToEar, roundTrip }: VoiceQuality): number | null =>
  mouthToEar ?? roundTrip

export function gradeOf(quality: VoiceQuality): Grade {
  const delay = delayOf(quality) ?? 0
  if (delay >= LATE_MS.poor || quality.loss >= LOSSY.poor) return 'poor'
  return delay >= LATE_MS.fair || quality.loss >= LOSSY.fair ? 'fair' : 'good'
}

/** What is wrong and what helps, in one or two sentences; null while there is nothing to do. */
export function adviceFor(quality: VoiceQuality, isCall = false): string | null {
  if (quality.ownLoss >= LOSSY.fair) {
    return `Your network loses ${percentOf(quality.ownLoss)} of packets. A cable or a place nearer to the router helps.`
  }
  if (quality.loss >= LOSSY.fair) return lostSentence(quality.loss, isCall)
  if ((quality.roundTrip ?? 0) >= FAR_MS) {
    const end = isCall ? 'the other one' : 'the server'
    return `Everything arrives late: the way to ${end} is long or busy. Pausing downloads helps.`
  }
  if ((quality.jitterBuffer ?? 0) >= UNEVEN_MS) {
    return 'Sound arrives in bursts, so it waits a moment to be played evenly. A cable helps.'
  }
  if (gradeOf(quality) !== 'good') {
    return 'It takes long from mouth to ear, and not because of your network. Wireless headphones add delay.'
  }
  if (quality.way?.isRelayed)
    return isCall ? detourSentence(quality.way) : blockedSentence(quality.way)
  return null
}

/** How sound gets to the server, in a few words. */
export const wayOf = (way: VoiceWay | null): string =>
  way === null ? 'unknown' : way.isRelayed ? 'by TCP, slower' : 'direct'

/** How the sound of a call gets to the other one. */
export function wayOfCall(way: VoiceWay | null): string {
  if (!way?.isRelayed) return wayOf(way)
  return way.isByTcp ? 'relayed by TCP, slower' : 'relayed'
}

/** What is sent arrives, so it may as well be the network of somebody else. */
function lostSentence(loss: number, isCall: boolean): string {
  const lost = `${percentOf(loss)} of what you hear gets lost on the way`
  return isCall
    ? `${lost}. A cable or a place nearer to the router helps, here or at the other end.`
    : `${lost}. If it is so with everybody, a cable or a place nearer to the router helps.`
}

function detourSentence({ isByTcp }: VoiceWay): string {
  const detour =
    'Your device and the other one do not reach each other, so the call takes a way round'
  return isByTcp
    ? `${detour}, by TCP, which is slower. When your network is busy it may stutter.`
    : `${detour}.`
}

function blockedSentence({ port }: VoiceWay): string {
  const what = port === null ? 'UDP' : `UDP port ${port}`
  return `${what} is blocked on the way to this server, so sound takes a slower way. When your network is busy it may stutter.`
}

export const millisecondsOf = (value: number | null): string =>
  value === null ? 'unknown' : `${Math.round(value)} ms`

/** "4 %"; what is less than half of one is still something. */
export function percentOf(part: number): string {
  const percent = part * 100
  return percent > 0 && percent < 0.5 ? 'under 1 %' : `${Math.round(percent)} %`
}
