import type { ByteRange } from '../../ports/blob-store.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import type { Part } from './bucket.ts'

/** So often in a row nothing may come before it is given up. */
const TRIES = 3

/**
 * The content of a range, beginning with a part that is open. A connection that ends early is followed
 * by another one for the rest: somebody who reads slowly keeps it idle for longer than storage allows.
 *
 * @param reopen null when the blob is gone
 */
export async function* readOn(
  first: Part,
  range: ByteRange,
  reopen: (rest: ByteRange) => Promise<Part | null>,
): AsyncGenerator<Buffer> {
  let at = range.first
  let part: Part | null = first
  for (let failures = 0; ;) {
    try {
      part ??= await reopen({ first: at, last: range.last })
      if (!part) throw new Unavailable('A file was taken away while it was being read')
      for await (const piece of part.content) {
        at += piece.length
        failures = 0
        yield piece
      }
      if (at > range.last) return
    } catch (error) {
      failures += 1
      if (!(error instanceof Unavailable) || failures === TRIES) throw error
    } finally {
      part?.discard()
    }
    part = null
  }
}
