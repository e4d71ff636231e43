/** How often a client says that somebody is still typing, in milliseconds. */
export const TYPING_REPEATS_EVERY_MS = 3_000

/** Slightly longer than the repeat, so that one lost packet does not make the notice flicker. */
export const TYPING_EXPIRES_AFTER_MS = 4_000

export const isTyping = (lastKeyAt: number, now: number): boolean =>
  now - lastKeyAt < TYPING_EXPIRES_AFTER_MS
