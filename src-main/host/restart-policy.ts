import { backOffDelay } from '#shared/lib/back-off.ts'

/** A server that ends this often in so short a time will not get better by being started again. */
const CRASHES_BEFORE_GIVING_UP = 5
const CRASH_WINDOW_MS = 60_000

/** The first restart is nearly at once: people in the room should hardly notice. */
const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 8_000

export type RestartDecision =
  | { readonly kind: 'restart'; readonly attempt: number; readonly delayMs: number }
  | { readonly kind: 'give-up' }

/**
 * @param crashTimes when the server ended unexpectedly, newest last, milliseconds
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function decideRestart(
  crashTimes: readonly number[],
  now: number,
  random: number,
): RestartDecision {
  const recent = crashTimes.filter((time) => now - time < CRASH_WINDOW_MS).length
  if (recent >= CRASHES_BEFORE_GIVING_UP) return { kind: 'give-up' }
  const delayMs = backOffDelay(
    Math.max(0, recent - 1),
    { firstMs: FIRST_DELAY_MS, mostMs: LONGEST_DELAY_MS },
    random,
  )
  return { kind: 'restart', attempt: Math.max(1, recent), delayMs }
}
