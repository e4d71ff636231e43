import type { BlobId, PersonId } from '#shared/domain/ids.ts'

export interface Upload {
  readonly blobId: BlobId
  readonly personId: PersonId
  /** Milliseconds since 1970. */
  readonly at: number
}

/**
 * What refers to which blob, durable. A message refers to those of its attachments, from the moment it
 * is appended until it is deleted in whatever way; a person to the picture in the profile; and an
 * upload to what was uploaded, for a while, so that there is time to send it. Every verb may throw
 * `Unavailable`.
 */
export interface MediaStore {
  /** Uploading the same again begins the time anew. */
  noteUpload(upload: Upload): Promise<void>
  /**
   * Whether the person brought this content at or after `since`. Knowing the hash of a file is not
   * having it: only who has brought it may send it.
   */
  hasUploaded(personId: PersonId, blobId: BlobId, since: number): Promise<boolean>
  /**
   * Those of the blobs that something refers to. A message that was appended before this was asked
   * counts in any case.
   * @param uploadsSince uploads before this time count no more, and may be forgotten
   */
  referredTo(ids: readonly BlobId[], uploadsSince: number): Promise<ReadonlySet<BlobId>>
  /** What says which files belong to this store; null when nobody has left it yet. */
  mark(): Promise<string | null>
  /** @returns the mark that is there afterwards: the first one that was left */
  leaveMark(mark: string): Promise<string>
}
