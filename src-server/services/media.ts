import { isPicture, UNKNOWN_TYPE } from '#shared/domain/media.ts'
import type { BlobId, MediaKey, MessageId, PersonId } from '#shared/domain/ids.ts'
import type { Attachment, Message, Preview } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'
import type { UploadReply } from '#shared/protocol/http.ts'
import { succeed } from '#shared/lib/result.ts'
import {
  AVATAR_MAX_BYTES,
  FILE_MAX_BYTES,
  PREVIEW_MAX_BYTES,
  UPLOAD_KEPT_HOURS,
} from '#shared/protocol/limits.ts'
import type { BlobStore, StoredBlob } from '../ports/blob-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { MediaStore } from '../ports/media-store.ts'
import type { MessageStore } from '../ports/message-store.ts'
import type { PeopleStore } from '../ports/people-store.ts'
import type { Secrets } from '../ports/secrets.ts'
import type { Access } from './access.ts'
import { refuse, type Outcome } from './outcome.ts'

/** An upload that was not sent is kept for so long; then it was forgotten. */
export const UPLOAD_KEPT_MS = UPLOAD_KEPT_HOURS * 3_600_000

/** What somebody asks for who wants the file of a message. */
export interface MediaRequest {
  readonly messageId: MessageId
  readonly index: number
  /** The file itself, or the smaller picture that was made of it. */
  readonly of: 'file' | 'preview'
  /** From the address; null when there was none. */
  readonly key: MediaKey | null
  /** Whoever presented a session; null for a browser that only has the address. */
  readonly reader: Person | null
}

/** What of a message is handed out. */
type MediaFile = Pick<Attachment, 'blobId' | 'name' | 'mimeType' | 'size'>

export type Media = ReturnType<typeof createMedia>

/** Files going in and out, with the rights of those who bring and fetch them. */
export function createMedia(deps: {
  readonly blobs: BlobStore
  readonly media: MediaStore
  readonly messages: MessageStore
  readonly people: PeopleStore
  readonly access: Access
  readonly secrets: Pick<Secrets, 'isSame'>
  readonly clock: Clock
}) {
  const { blobs, media, messages, people, access, secrets, clock } = deps

  /**
   * Whoever presents a session has to be allowed to read the conversation now. Without one the key in
   * the address says that it was given by the server to somebody who was (decision 0014).
   */
  async function mayFetch(
    { reader, key }: MediaRequest,
    message: Message,
    attachment: Attachment,
  ): Promise<boolean> {
    if (reader) return access.mayRead(reader, message.roomId)
    return key !== null && secrets.isSame(key, attachment.key)
  }

  /**
   * What somebody uploaded and may therefore refer to. From now on there is time to do so.
   * @returns null for what others uploaded, too, so that nobody learns what there is
   */
  async function uploadOf(person: Person, blobId: BlobId): Promise<StoredBlob | null> {
    const isOwn = await media.hasUploaded(person.id, blobId, clock.now() - UPLOAD_KEPT_MS)
    return isOwn ? blobs.renew(blobId) : null
  }

  return {
    blobs,

    /** Stores a file that may then be sent by whoever brought it, and by nobody else. */
    async upload(
      person: Person,
      content: AsyncIterable<Uint8Array>,
    ): Promise<Outcome<UploadReply, 'invalid' | 'too-large'>> {
      const put = await blobs.put(content, { maxBytes: FILE_MAX_BYTES, accepts: () => true })
      switch (put.kind) {
        case 'stored': {
          const { id: blobId, size, contentType } = put.blob
          await media.noteUpload({ blobId, personId: person.id, at: clock.now() })
          return succeed({ blobId, size, mimeType: contentType ?? UNKNOWN_TYPE })
        }
        case 'too-large':
          return fileTooLarge()
        case 'empty':
          return refuse('invalid', 'The file is empty')
        case 'not-accepted':
        case 'interrupted':
          return refuse('invalid', 'The file did not arrive in full')
      }
    },

    uploadOf,

    /** The smaller picture that is to be sent beside a picture. */
    async previewFrom(
      person: Person,
      { blobId, width, height }: Pick<Preview, 'blobId' | 'width' | 'height'>,
    ): Promise<Outcome<Preview, 'not-found' | 'invalid' | 'too-large'>> {
      const blob = await uploadOf(person, blobId)
      if (!blob) return refuse('not-found', 'Upload the preview first')
      const { contentType: mimeType, size } = blob
      if (mimeType === null || !isPicture(mimeType)) {
        return refuse('invalid', 'The preview has to be PNG, JPEG, GIF, WebP or AVIF')
      }
      return size <= PREVIEW_MAX_BYTES
        ? succeed({ blobId, mimeType, size, width, height })
        : refuse('too-large', `A preview has at most ${PREVIEW_MAX_BYTES / 1024} KiB`)
    },

    /** The picture that a person wants to be seen with. */
    async avatarFrom(
      person: Person,
      blobId: BlobId,
    ): Promise<Outcome<BlobId, 'not-found' | 'invalid' | 'too-large'>> {
      const blob = await uploadOf(person, blobId)
      if (!blob) return refuse('not-found', 'Upload the picture first')
      if (!isPicture(blob.contentType)) {
        return refuse('invalid', 'The picture has to be PNG, JPEG, GIF, WebP or AVIF')
      }
      return blob.size <= AVATAR_MAX_BYTES
        ? succeed(blobId)
        : refuse('too-large', `The picture has at most ${AVATAR_MAX_BYTES / 1024} KiB`)
    },

    /** Everything else than "here it is" looks the same, so that nobody learns what there is. */
    async attachment(request: MediaRequest): Promise<Outcome<MediaFile, 'not-found'>> {
      const message = await messages.find(request.messageId)
      const attachment = message?.attachments[request.index]
      if (!message || !attachment || !(await mayFetch(request, message, attachment))) {
        return noSuchFile()
      }
      if (request.of === 'file') return succeed(attachment)
      const { preview } = attachment
      return preview ? succeed({ ...preview, name: '' }) : noSuchFile()
    },

    async avatar(personId: PersonId, blobId: BlobId): Promise<Outcome<StoredBlob, 'not-found'>> {
      const person = await people.find(personId)
      const blob = person?.avatar === blobId ? await blobs.find(blobId) : null
      return blob && isPicture(blob.contentType) ? succeed(blob) : noSuchFile()
    },
  }
}

export const fileTooLarge = () =>
  refuse('too-large', `A file has at most ${FILE_MAX_BYTES / 1024 / 1024} MiB`)

export const noSuchFile = () => refuse('not-found', 'There is no such file, or it was deleted')
