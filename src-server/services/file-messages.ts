import type { BlobId, MediaKey } from '#shared/domain/ids.ts'
import { UNKNOWN_TYPE } from '#shared/domain/media.ts'
import type { Attachment } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Media } from './media.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Session } from './session.ts'
import type { Content, Speak, SpeakRefusals, SpeakRequest } from './speak.ts'

/** A file that was uploaded, as its sender describes it. */
interface SentFile {
  readonly blobId: BlobId
  readonly name: string
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly duration?: number | undefined
}

export interface FilesRequest extends SpeakRequest {
  readonly text: string
  readonly files: readonly SentFile[]
}

type FilesOutcome = Outcome<ReplyValue<'chat:send:files'>, SpeakRefusals>

/** Speaking with files. */
export function createFileMessages(deps: {
  readonly speak: Speak
  readonly media: Pick<Media, 'uploadOf'>
  readonly newMediaKey: () => MediaKey
}) {
  const { speak, media, newMediaKey } = deps

  async function attach(author: Person, file: SentFile): Promise<Attachment | null> {
    const blob = await media.uploadOf(author, file.blobId)
    if (!blob) return null
    const { name, duration = null, width = null, height = null } = file
    const mimeType = blob.contentType ?? UNKNOWN_TYPE
    return {
      ...{ blobId: blob.id, key: newMediaKey(), name, mimeType, size: blob.size },
      ...{ duration, waveform: null, width, height },
    }
  }

  async function compose(
    author: Person,
    { text, files }: FilesRequest,
  ): Promise<Outcome<Content, 'not-found'>> {
    const attachments: Attachment[] = []
    for (const file of files) {
      const attachment = await attach(author, file)
      if (!attachment) return refuse('not-found', `Upload "${file.name}" first`)
      attachments.push(attachment)
    }
    return succeed({ type: 'file', text, attachments })
  }

  return (session: Session, request: FilesRequest): Promise<FilesOutcome> =>
    speak(session, request, (author) => compose(author, request))
}
