import type { PersonId } from '#shared/domain/ids.ts'
import type { UploadReply } from '#shared/protocol/http.ts'

export interface PartialUpload {
  /** Bytes that it will have. */
  readonly size: number
  /** Bytes that are here, from the first one on. */
  readonly offset: number
  /** What came of it, once it was stored: whoever missed the answer can have it again. */
  readonly reply: UploadReply | null
}

export type AppendOutcome =
  /** Some of it may be here, and the rest can follow. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'appended'; readonly offset: number }
  /** It goes on elsewhere than the sender thinks. */
  | { readonly kind: 'conflict'; readonly offset: number }
  /** The sender had more than was announced, which is not kept. */
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unknown' }

/**
 * Files on their way, whose sender may be cut off and go on later. They are seen by their sender alone.
 * Every verb may throw `Unavailable`.
 */
export interface PartialUploads {
  /** @returns what it is called from now on */
  create(owner: PersonId, size: number): Promise<string>
  /** @returns null for what somebody else began, as for what there is not */
  find(owner: PersonId, id: string): Promise<PartialUpload | null>
  /** Another `append` to the same one ends this: it is the one whose sender is still there. */
  append(
    owner: PersonId,
    id: string,
    part: { readonly offset: number; readonly content: AsyncIterable<Uint8Array> },
  ): Promise<AppendOutcome>
  /** @returns what is here of it; null when there is nothing */
  read(owner: PersonId, id: string): Promise<AsyncIterable<Uint8Array> | null>
  /** Keeps the answer in place of the content. */
  finish(owner: PersonId, id: string, reply: UploadReply): Promise<void>
  /** Takes away what nothing was done to since then. Milliseconds since 1970. */
  forget(idleSince: number): Promise<void>
}
