import type { CallEntry } from '#shared/domain/call.ts'
import { minutesOf } from './playback.ts'

/** What became of a call, from where one sees it. */
export function callEntryWords(
  { reason, duration, isMissed }: Pick<CallEntry, 'reason' | 'duration' | 'isMissed'>,
  isMine: boolean,
): string {
  if (isMissed && !isMine) return 'Missed call'
  switch (reason) {
    case 'busy':
      return 'Was in another call'
    case 'unreachable':
      return 'Could not be reached'
    case 'missed':
      return 'No answer'
    case 'cancelled':
      return 'Cancelled call'
    case 'declined':
      return isMine ? 'Call declined' : 'You declined a call'
    case 'failed':
      return duration === 0
        ? 'Call without a connection'
        : `Call, ${minutesOf(duration)}, connection lost`
    case 'hung-up':
      return duration === 0 ? 'Call' : `Call, ${minutesOf(duration)}`
  }
}
