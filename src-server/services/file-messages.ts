import type { BlobId, MediaKey } from '#shared/domain/ids.ts'
import { isPicture, UNKNOWN_TYPE } from '#shared/domain/media.ts'
import type { Attachment, Preview } from '#shared/domain/messages.ts'
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
  readonly preview?: Pick<Preview, 'blobId' | 'width' | 'height'> | undefined
}

export interface FilesRequest extends SpeakRequest {
  readonly text: string
  readonly files: readonly SentFile[]
}

type Refusals = 'not-found' | 'invalid' | 'too-large'

type FilesOutcome = Outcome<ReplyValue<'chat:send:files'>, SpeakRefusals | Refusals>

/** Speaking with files. */
export function createFileMessages(deps: {
  readonly speak: Speak
  readonly media: Pick<Media, 'uploadOf' | 'previewFrom'>
  readonly newMediaKey: () => MediaKey
}) {
  const { speak, media, newMediaKey } = deps

  async function attach(author: Person, file: SentFile): Promise<Outcome<Attachment, Refusals>> {
    const blob = await media.uploadOf(author, file.blobId)
    if (!blob) return refuse('not-found', `Upload "${file.name}" first`)
    const { name, duration = null, width = null, height = null } = file
    const mimeType = blob.contentType ?? UNKNOWN_TYPE
    const attachment: Attachment = {
      ...{ blobId: blob.id, key: newMediaKey(), name, mimeType, size: blob.size },
      ...{ duration, waveform: null, width, height },
    }
    if (!file.preview) return succeed(attachment)
    if (!isPicture(mimeType)) return refuse('invalid', `"${name}" is no picture with a preview`)
    const preview = await media.previewFrom(author, file.preview)
    return preview.ok ? succeed({ ...attachment, preview: preview.value }) : preview
  }

  async function compose(
    author: Person,
    { text, files }: FilesRequest,
  ): Promise<Outcome<Content, Refusals>> {
    const attachments: Attachment[] = []
    for (const file of files) {
      const attached = await attach(author, file)
      if (!attached.ok) return attached
      attachments.push(attached.value)
    }
    return succeed({ type: 'file', text, attachments })
  }

  return (session: Session, request: FilesRequest): Promise<FilesOutcome> =>
    speak(session, request, (author) => compose(author, request))
}
