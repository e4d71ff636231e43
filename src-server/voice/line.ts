import type { PersonId } from '#shared/domain/ids.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import type { VoiceChannelMessage } from '#shared/protocol/voice-wire.ts'

/** How a room reaches one of the people in it. */
export interface Line {
  readonly isOpen: boolean
  /** RTP of one of the lanes, or RTCP. */
  send(packet: Buffer): void
  tell(text: string): boolean
  /** Bytes of words that were not taken yet. */
  readonly backlog: number
}

/** Somebody who comes in, with one of their stays. */
export interface Newcomer {
  readonly stay: VoiceStayId
  readonly personId: PersonId
  readonly line: Line
}

/** Whoever takes nothing gets nothing more; as the latest is all that counts, they miss nothing. */
const BACKLOG_MAX = 16_384

/** @returns whether it was taken; what was not is still owed */
export function tell(line: Line, text: string): boolean {
  return line.isOpen && line.backlog <= BACKLOG_MAX && line.tell(text)
}

export const words = (message: VoiceChannelMessage): string => JSON.stringify(message)
