import { voiceTypeOf, type Recording } from '#shared/domain/media.ts'
import type { BlobId, MediaKey } from '#shared/domain/ids.ts'
import type { Attachment } from '#shared/domain/messages.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { Person } from '#shared/domain/people.ts'
import type { BlobStore, StoredBlob } from '../ports/blob-store.ts'
import type { Media } from './media.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Session } from './session.ts'
import type { Content, Speak, SpeakRefusals, SpeakRequest } from './speak.ts'

export interface VoiceMessageRequest extends SpeakRequest {
  /** In one piece with the request, or uploaded before: one of the two. */
  readonly audio?: Recording | undefined
  readonly blobId?: BlobId | undefined
  readonly duration?: number | undefined
  readonly waveform?: readonly number[] | undefined
}

type VoiceMessageOutcome = Outcome<ReplyValue<'chat:send:voice'>, SpeakRefusals | 'invalid'>

/** Speaking with a recording. It is kept once, under its hash, so sending the same again leaves nothing behind. */
export function createVoiceMessages(deps: {
  readonly speak: Speak
  readonly blobs: BlobStore
  readonly media: Pick<Media, 'uploadOf'>
  readonly newMediaKey: () => MediaKey
}) {
  const { speak, blobs, media, newMediaKey } = deps

  async function keep({ bytes }: Recording): Promise<Outcome<StoredBlob, 'invalid'>> {
    const put = await blobs.put(inOnePiece(bytes), {
      maxBytes: bytes.length,
      accepts: (contentType) => voiceTypeOf(contentType) !== null,
    })
    return put.kind === 'stored' ? succeed(put.blob) : notASound()
  }

  async function find(
    author: Person,
    { audio, blobId }: VoiceMessageRequest,
  ): Promise<Outcome<StoredBlob, 'invalid' | 'not-found'>> {
    if (audio) return keep(audio)
    const blob = blobId && (await media.uploadOf(author, blobId))
    return blob ? succeed(blob) : refuse('not-found', 'Upload the recording first')
  }

  async function compose(
    author: Person,
    request: VoiceMessageRequest,
  ): Promise<Outcome<Content, 'invalid' | 'not-found'>> {
    const found = await find(author, request)
    if (!found.ok) return found
    const { id: blobId, size, contentType } = found.value
    const mimeType = voiceTypeOf(contentType)
    if (mimeType === null) return notASound()
    const { duration = null, waveform = null } = request
    const shape = { duration, waveform, width: null, height: null }
    const attachment: Attachment = {
      ...{ blobId, key: newMediaKey(), name: '', mimeType, size },
      ...shape,
    }
    return succeed({ type: 'voice', text: '', attachments: [attachment] })
  }

  return (session: Session, request: VoiceMessageRequest): Promise<VoiceMessageOutcome> =>
    speak(session, request, (author) => compose(author, request))
}

const notASound = () => refuse('invalid', 'The recording is not WebM, Ogg, MP4, WAV, MP3 or AAC')

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
