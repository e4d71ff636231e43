import type { DataChannel, Track } from 'node-datachannel'

type Closable = Pick<Track | DataChannel, 'close' | 'onClosed'>

const open = new Set<Closable>()

/**
 * Keeps a track or channel from being collected until the library has said that it is closed, whichever
 * end closed it. The library has a list of them all, from which only this takes one off: one that is
 * collected before leaves an address behind, and the library's end would free it a second time.
 */
export function keepUntilClosed<Kept extends Closable>(kept: Kept, onClosed?: () => void): Kept {
  open.add(kept)
  kept.onClosed(() => {
    open.delete(kept)
    onClosed?.()
  })
  return kept
}

/** Longer than the library takes. */
const CLOSING_MAY_TAKE_MS = 500
const LOOK_EVERY_MS = 5

/** All that was closed has said so; whatever was not closed is not waited for longer than half a second. */
export async function whenAllAreClosed(): Promise<void> {
  const end = performance.now() + CLOSING_MAY_TAKE_MS
  while (open.size > 0 && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
}
