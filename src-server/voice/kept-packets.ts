/** The latest packets of a lane, for those who have lost some. */
export interface KeptPackets {
  /** The newest sequence that was kept; -1 for none. */
  readonly newest: number
  /** @returns false when it is there already, or too old */
  keep(sequence: number, packet: Buffer): boolean
  get(sequence: number): Buffer | null
  clear(): void
}

/** One and a half seconds of the liveliest screen, half a megabyte. */
const KEPT = 512

export function createKeptPackets(): KeptPackets {
  const packets = new Map<number, Buffer>()
  let newest = -1
  return {
    get newest() {
      return newest
    },
    keep(sequence, packet) {
      if (packets.has(sequence) || sequence <= newest - KEPT) return false
      if (newest < 0 || sequence - newest >= KEPT) packets.clear()
      else for (let old = newest - KEPT + 1; old <= sequence - KEPT; old += 1) packets.delete(old)
      packets.set(sequence, packet)
      newest = Math.max(newest, sequence)
      return true
    },
    get: (sequence) => packets.get(sequence) ?? null,
    clear() {
      packets.clear()
      newest = -1
    },
  }
}
