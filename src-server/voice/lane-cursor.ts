import { wrapped } from './lane-stream.ts'

/**
 * The numbers of one lane as one listener sees them. They start at 1 and leave out nothing that the
 * listener was never to get: a hole would be taken for loss, and one of more than 32,768 packets, eleven
 * minutes, would make SRTP take everything after it for old (RFC 3711, section 3.3.1).
 *
 * There is one for each listener and lane, looked at for every packet: plain data, in one place of memory.
 */
export interface LaneCursor {
  /** The last packet was missed, or none was sent yet. */
  isAway: boolean
  /** What was sent since it was last away: the first sequence, how much less its number is, and the newest number. */
  from: number
  shift: number
  newest: number
}

export const createLaneCursor = (): LaneCursor => ({ isAway: true, from: 0, shift: 0, newest: 0 })

/** The packet is not sent to this listener. */
export function miss(cursor: LaneCursor): void {
  cursor.isAway = true
}

/** @returns the sequence number to send, or null for a packet that belongs into what was left out */
export function nextNumber(cursor: LaneCursor, sequence: number): number | null {
  if (cursor.isAway) {
    cursor.isAway = false
    cursor.from = sequence
    cursor.shift = sequence - cursor.newest - 1
  }
  if (sequence < cursor.from) return null
  const number = sequence - cursor.shift
  if (number > cursor.newest) cursor.newest = number
  return number & 0xff_ff
}

/** @returns what was sent with this number since the listener was last away, or null when nothing was */
export function sequenceOf(cursor: LaneCursor, number: number): number | null {
  const { isAway, from, shift, newest } = cursor
  const sequence = newest + wrapped(number - newest) + shift
  return isAway || sequence < from || sequence > newest + shift ? null : sequence
}
