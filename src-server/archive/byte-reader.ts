/** Bytes that come in pieces of any size, taken in pieces of the size that is needed. */
export interface ByteReader {
  /** @returns null when there are not that many left */
  take(length: number): Promise<Buffer | null>
  /** The next bytes as they come; fewer than asked for only at the end of everything. */
  stream(length: number): AsyncGenerator<Buffer>
}

export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const pieces = source[Symbol.asyncIterator]()
  let current: Buffer = Buffer.alloc(0)

  /** Puts the next piece in place of the used up one. @returns whether there was another */
  async function refill(): Promise<boolean> {
    while (current.length === 0) {
      const next = await pieces.next()
      if (next.done === true) return false
      current = next.value
    }
    return true
  }

  async function* stream(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0;) {
      if (!(await refill())) return
      const piece = current.subarray(0, left)
      current = current.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }

  return {
    stream,
    async take(length) {
      const taken: Buffer[] = []
      let bytes = 0
      for await (const piece of stream(length)) {
        taken.push(piece)
        bytes += piece.length
      }
      return bytes < length ? null : Buffer.concat(taken, bytes)
    },
  }
}
