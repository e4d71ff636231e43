import { wrapped } from './lane-stream.ts'

/**
 * The numbers of one lane as one listener sees them. They start at 1 and leave out nothing that the
 * listener was never to get: a hole would be taken for loss, and one of more than 32,768 packets, eleven
 * minutes, would make SRTP take everything after it for old (RFC 3711, section 3.3.1).
 */
export interface LaneCursor {
  /** The last packet was missed, or none was sent yet. */
  readonly isAway: boolean
  /** @returns the sequence number to send, or null for a packet that belongs into what was left out */
  next(sequence: number): number | null
  /** The packet is not sent to this listener. */
  miss(): void
  /** @returns what was sent with this number since it was last away, or null when nothing was */
  sequenceOf(number: number): number | null
}

export function createLaneCursor(): LaneCursor {
  let isAway = true
  let from = 0
  let shift = 0
  let newest = 0

  return {
    get isAway() {
      return isAway
    },
    next(sequence) {
      if (isAway) {
        isAway = false
        from = sequence
        shift = sequence - newest - 1
      }
      if (sequence < from) return null
      const number = sequence - shift
      newest = Math.max(newest, number)
      return number & 0xff_ff
    },
    miss() {
      isAway = true
    },
    sequenceOf(number) {
      const sequence = newest + wrapped(number - newest) + shift
      return isAway || sequence < from || sequence > newest + shift ? null : sequence
    },
  }
}
