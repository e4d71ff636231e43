import type { RequestDefinition } from '#shared/protocol/define.ts'
import {
  CALLS_PER_SECOND,
  CALL_BURST,
  MESSAGES_PER_SECOND,
  MESSAGE_BURST,
  REQUESTS_PER_SECOND,
  REQUEST_BURST,
  SEARCHES_PER_SECOND,
  SEARCH_BURST,
  SIGNALS_PER_SECOND,
  SIGNAL_BURST,
} from '#shared/protocol/limits.ts'
import { createTokenBucket } from './token-bucket.ts'

/** Somebody who goes on after this many refusals in a row of seconds is not a client but a flood. */
const REFUSALS_MAX = 1_000
const REFUSALS_WITHIN_MS = 10_000

type Budget = RequestDefinition['budget']

export interface RequestBudget {
  /** @returns 0 when the request may go on, otherwise the milliseconds until it may */
  take(budget: Budget, now: number): number
  /** Counts a refusal. @returns whether there have been so many that the session should be cut */
  isFlooding(now: number): boolean
}

/** What one session may ask of the server. */
export function createRequestBudget(): RequestBudget {
  const buckets = {
    message: createTokenBucket({ burst: MESSAGE_BURST, perSecond: MESSAGES_PER_SECOND }),
    request: createTokenBucket({ burst: REQUEST_BURST, perSecond: REQUESTS_PER_SECOND }),
    search: createTokenBucket({ burst: SEARCH_BURST, perSecond: SEARCHES_PER_SECOND }),
    call: createTokenBucket({ burst: CALL_BURST, perSecond: CALLS_PER_SECOND }),
    signal: createTokenBucket({ burst: SIGNAL_BURST, perSecond: SIGNALS_PER_SECOND }),
  }
  let refusals = 0
  let countedSince = -Infinity

  return {
    take: (budget, now) => buckets[budget].take(now),
    isFlooding(now) {
      if (now - countedSince > REFUSALS_WITHIN_MS) {
        countedSince = now
        refusals = 0
      }
      refusals += 1
      return refusals > REFUSALS_MAX
    },
  }
}
