import type { BlobId } from '#shared/domain/ids.ts'

/** Some 150 bytes each. */
const KNOWN_MAX = 20_000

/**
 * Under which name a copy of a blob was last seen, so that reading it takes one request instead of two.
 * It may be gone by now: whoever does not find it there looks again.
 */
export function createKnownNames() {
  // In the order of being seen, so that the first one is the one to forget.
  const names = new Map<BlobId, string>()
  return {
    of: (id: BlobId): string | undefined => names.get(id),
    forget: (id: BlobId): unknown => names.delete(id),
    note(id: BlobId, name: string): void {
      names.delete(id)
      names.set(id, name)
      const [oldest] = names.keys()
      if (names.size > KNOWN_MAX && oldest !== undefined) names.delete(oldest)
    },
  }
}
