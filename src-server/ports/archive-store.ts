import type { ArchiveRecord } from '#shared/archive/records.ts'

/** Enough to say how far a dump is. */
export interface ArchiveSize {
  readonly messages: number
  readonly people: number
}

/**
 * A store as a whole, to move it to another one and back. What was dumped from one store and loaded
 * into another is dumped from there as the same records in the same order.
 */
export interface ArchiveStore {
  size(): Promise<ArchiveSize>
  /**
   * Everything durable, while others go on reading and writing. Each conversation is as it was in one
   * moment; what happens during the dump may be in it or not, and nothing in it leads nowhere.
   *
   * @throws Unavailable
   */
  dump(): AsyncIterable<ArchiveRecord>
  /** Whether something can be loaded into it. Rooms that a new store begins with are nothing. */
  readiness(): Promise<Readiness>
  /**
   * Puts the records into the store, which is empty and which nobody else uses, with their numbers and
   * ids as they are. Either all of it is there afterwards or the store is as it was. Whoever has the
   * store open opens it anew.
   *
   * @param filesMark of the files that belong to it, see `MediaStore`; null leaves them as they are
   * @throws whatever `records` throws, and Unavailable
   */
  load(records: AsyncIterable<ArchiveRecord>, filesMark: string | null): Promise<void>
}

/** `in-use`: a server works with it at this moment. */
export type Readiness = 'ready' | 'not-empty' | 'in-use'
