/** The latest packets of a lane, for those who have lost some. */
export interface KeptPackets {
  /** The newest sequence that was kept; -1 for none. */
  readonly newest: number
  /** Nothing happens with one that is too old. */
  keep(sequence: number, packet: Buffer): void
  get(sequence: number): Buffer | null
  clear(): void
}

/** One and a half seconds of the liveliest screen, half a megabyte. */
export const KEPT_PACKETS = 512

export function createKeptPackets(): KeptPackets {
  const packets = new Map<number, Buffer>()
  let newest = -1
  return {
    get newest() {
      return newest
    },
    keep(sequence, packet) {
      if (sequence <= newest - KEPT_PACKETS) return
      if (newest < 0 || sequence - newest >= KEPT_PACKETS) packets.clear()
      else
        for (let old = newest - KEPT_PACKETS + 1; old <= sequence - KEPT_PACKETS; old += 1)
          packets.delete(old)
      packets.set(sequence, packet)
      newest = Math.max(newest, sequence)
    },
    get: (sequence) => packets.get(sequence) ?? null,
    clear() {
      packets.clear()
      newest = -1
    },
  }
}
