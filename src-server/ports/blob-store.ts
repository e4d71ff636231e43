import type { BlobId } from '#shared/domain/ids.ts'

export interface StoredBlob {
  readonly id: BlobId
  /** Bytes. */
  readonly size: number
  /** What the content says of itself, in the form of a media type; null when it says nothing. */
  readonly contentType: string | null
}

export interface PutRules {
  readonly maxBytes: number
  /** Asked as soon as the first bytes are there, so that what is not wanted is not received in full. */
  accepts(contentType: string | null): boolean
}

export type PutOutcome =
  | { readonly kind: 'stored'; readonly blob: StoredBlob }
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'not-accepted' }
  /** The content ended before it was complete: whoever sent it went away. */
  | { readonly kind: 'interrupted' }

/** Positions of the first and the last byte. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

export interface Collection {
  /** Blobs stored or renewed after this time stay, whoever refers to them. Milliseconds since 1970. */
  readonly idleSince: number
  /** Which of them something refers to now. */
  referredTo(ids: readonly BlobId[]): Promise<ReadonlySet<BlobId>>
}

/**
 * Files addressed by their content: the same content is kept once. A blob is there in full or not at
 * all, and once stored it survives the sudden end of the process and of the machine. Several processes
 * may use the same place. Every verb may throw `Unavailable`.
 *
 * A blob that nothing refers to is taken away by `collect`, some time after it was last stored or
 * renewed: whoever wants to refer to one does so within that time of `put` or `renew`.
 */
export interface BlobStore {
  /** Nothing of it remains unless the outcome is `stored`. */
  put(content: AsyncIterable<Uint8Array>, rules: PutRules): Promise<PutOutcome>
  find(id: BlobId): Promise<StoredBlob | null>
  /** Keeps it from being collected for a while, so that something can come to refer to it. */
  renew(id: BlobId): Promise<StoredBlob | null>
  /**
   * Opens it for reading. Reading goes on although it is collected meanwhile; whoever does not read to
   * the end calls `return` of the iterator.
   * @param range within its size; all of it when left out
   */
  read(id: BlobId, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null>
  /**
   * Takes away what nothing refers to, and what is left of interrupted work. What is referred to is
   * never taken, not even when it came to be referred to a moment ago.
   * @returns how many blobs went
   */
  collect(collection: Collection): Promise<number>
  isEmpty(): Promise<boolean>
  /** What says to which durable store these files belong; null when nobody has left it yet. */
  mark(): Promise<string | null>
  /** @returns the mark that is there afterwards: the first one that was left */
  leaveMark(mark: string): Promise<string>
}
