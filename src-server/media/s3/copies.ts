import { randomUUID } from 'node:crypto'
import { blobIdSchema, type BlobId } from '#shared/domain/ids.ts'
import type { ListedObject } from './answers.ts'
import type { Bucket } from './bucket.ts'

/** One object with the content of a blob. */
export interface Copy {
  readonly id: BlobId
  readonly name: string
  /** By the clock of the storage. Milliseconds since 1970. */
  readonly storedAt: number
}

export const BLOBS = 'blobs/'

/** @returns null for what is none of ours */
export function copyOf({ name, modifiedAt }: ListedObject): Copy | null {
  const [, hash] = /^blobs\/([^/]+)\/[0-9a-f-]{36}$/.exec(name) ?? []
  const id = blobIdSchema.safeParse(hash)
  return id.success ? { id: id.data, name, storedAt: modifiedAt } : null
}

/** The same for all who look: by time, and among those of one second by name. */
const isNewer = (one: Copy, other: Copy): boolean =>
  one.storedAt === other.storedAt ? one.name > other.name : one.storedAt > other.storedAt

/** @param copies of one blob */
export const newestOf = (copies: readonly Copy[]): Copy | undefined =>
  copies.reduce<Copy | undefined>(
    (newest, copy) => (newest && isNewer(newest, copy) ? newest : copy),
    undefined,
  )

/**
 * The copies of blobs: `blobs/HASH/UUID`. Each time a content is stored or renewed it gets a copy with a
 * name that was never used before, and then the older ones go. So whoever takes away a copy that is old
 * cannot hit one that is new, and nothing has to be decided in one step (decision 0026).
 */
export function createCopies(bucket: Bucket) {
  async function of(id: BlobId): Promise<readonly Copy[]> {
    const copies: Copy[] = []
    for (let after: string | undefined; ;) {
      const page = await bucket.list(`${BLOBS}${id}/`, after === undefined ? {} : { after })
      copies.push(...page.objects.flatMap((object) => copyOf(object) ?? []))
      after = page.objects.at(-1)?.name
      if (page.isLast) return copies
    }
  }

  return {
    newName: (id: BlobId): string => `${BLOBS}${id}/${randomUUID()}`,
    newest: async (id: BlobId): Promise<Copy | undefined> => newestOf(await of(id)),

    /** Takes away all but the newest, which is the same one for everybody who does this now. */
    async tidy(id: BlobId): Promise<void> {
      const copies = await of(id)
      const newest = newestOf(copies)
      for (const copy of copies) if (copy !== newest) await bucket.remove(copy.name)
    },
  }
}
