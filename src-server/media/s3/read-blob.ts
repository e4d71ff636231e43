import type { ByteRange } from '../../ports/blob-store.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import type { Part } from './bucket.ts'
import { strange } from './s3-fault.ts'

/** So often in a row nothing may come before it is given up. */
const TRIES = 3

/**
 * The content of a range, beginning with a part that is open. A connection that ends early is followed
 * by another one for the rest: somebody who reads slowly keeps it idle for longer than storage allows.
 *
 * @param reopen null when the blob is gone
 */
export function readOn(
  first: Part,
  range: ByteRange,
  reopen: (rest: ByteRange) => Promise<Part | null>,
): AsyncIterable<Buffer> {
  let part: Part | null = first
  const over = new AbortController()

  async function* eachPiece(): AsyncGenerator<Buffer, undefined> {
    let at = range.first
    for (let failures = 0; !over.signal.aborted;) {
      try {
        part ??= await reopen({ first: at, last: range.last })
        if (!part) throw new Unavailable('A file was taken away while it was being read')
        for await (const piece of part.content) {
          at += piece.length
          failures = 0
          yield piece
        }
        if (at > range.last) return undefined
        throw strange('a part of an object ends too early')
      } catch (error) {
        failures += 1
        if (!(error instanceof Unavailable) || failures === TRIES) throw error
      } finally {
        part?.discard()
      }
      part = null
    }
    return undefined
  }

  const pieces = eachPiece()
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => pieces.next(),
      async return() {
        // A generator that waits, or that nobody has begun to read, does not get to its end by itself.
        over.abort()
        part?.discard()
        return pieces.return(undefined)
      },
    }),
  }
}
