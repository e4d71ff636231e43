import type { CallRefusal } from '#shared/domain/call.ts'
import { refuse } from './outcome.ts'

const sentences: Record<CallRefusal, string> = {
  over: 'This call is over',
  stranger: 'This is no call of yours',
  'own-call': 'This is your own call: wait for the answer, or hang up',
  'not-ringing': 'This call does not ring any more',
  'not-answered': 'This call is not answered yet',
  'other-device': 'This device is not in the call',
  'no-change': 'This is so already',
}

/** What the machine refuses, in words. */
export const refusalFor = (refusal: CallRefusal) => refuse('conflict', sentences[refusal])

export const noSuchCall = () => refuse('not-found', 'There is no call with this person')
