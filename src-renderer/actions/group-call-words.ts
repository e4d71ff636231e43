import type { VoiceEndReason } from '#shared/domain/voice.ts'
import type { CallFailure } from '../client/call-failure.ts'
import { asSentence } from './as-sentence.ts'

/** Why a stay in a group call is over; null when that needs no words, because it comes back by itself. */
export function sentenceForGroupEnd(reason: VoiceEndReason): string | null {
  switch (reason) {
    case 'removed':
      return 'You were taken out of the call.'
    case 'elsewhere':
      return 'The call goes on on your other device.'
    case 'room-closed':
      return 'The call is over.'
    case 'lost':
      return null
  }
}

/**
 * Why somebody could not come into a group call.
 *
 * @param isBack they were in it, before the page was loaded again
 */
export function sentenceForGroupJoin({ code, message }: CallFailure, isBack = false): string {
  if (isBack && (code === 'not-found' || code === 'forbidden')) {
    return 'The call was over before this page was back.'
  }
  switch (code) {
    case 'room-full':
      return 'The call is full. Try again when somebody has left.'
    case 'forbidden':
      return 'You may not come into this call.'
    case 'not-found':
      return 'The call is over.'
    case 'unavailable':
      return `The call is not available now. ${asSentence(message)}`
    default:
      return `You could not come into the call. ${asSentence(message)}`
  }
}
