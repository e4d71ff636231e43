import type { ByteRange } from '../../ports/blob-store.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import type { Part } from './bucket.ts'
import { strange } from './s3-fault.ts'

/** So often in a row nothing may come before it is given up. */
const TRIES = 3

/** @returns null when the blob is gone */
type Reopen = (rest: ByteRange) => Promise<Part | null>

/**
 * The content of a range, beginning with a part that is open. A connection that ends early is followed
 * by another one for the rest: somebody who reads slowly keeps it idle for longer than storage allows.
 */
export function readOn(first: Part, range: ByteRange, reopen: Reopen): AsyncIterable<Buffer> {
  const pieces = eachPiece(first, range, reopen)
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => pieces.next(),
      async return() {
        // A generator that nobody has begun to read never gets to its end.
        first.discard()
        return pieces.return(undefined)
      },
    }),
  }
}

async function* eachPiece(
  first: Part,
  range: ByteRange,
  reopen: Reopen,
): AsyncGenerator<Buffer, undefined> {
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
}
