import { voiceTypeOf, type Recording } from '#shared/domain/media.ts'
import type { MediaKey } from '#shared/domain/ids.ts'
import type { Attachment } from '#shared/domain/messages.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { refuse, type Outcome } from './outcome.ts'
import type { Session } from './session.ts'
import type { Content, Speak, SpeakRefusals, SpeakRequest } from './speak.ts'

export interface VoiceMessageRequest extends SpeakRequest {
  readonly audio: Recording
  readonly duration?: number | undefined
  readonly waveform?: readonly number[] | undefined
}

type VoiceMessageOutcome = Outcome<ReplyValue<'chat:send:voice'>, SpeakRefusals | 'invalid'>

/**
 * Speaking with a recording that comes in one piece. It is kept once, under its hash, so sending the
 * same again leaves nothing behind.
 */
export function createVoiceMessages(deps: {
  readonly speak: Speak
  readonly blobs: BlobStore
  readonly newMediaKey: () => MediaKey
}) {
  const { speak, blobs, newMediaKey } = deps

  async function keep(request: VoiceMessageRequest): Promise<Outcome<Attachment, 'invalid'>> {
    const { audio, duration = null, waveform = null } = request
    const put = await blobs.put(inOnePiece(audio.bytes), {
      maxBytes: audio.bytes.length,
      accepts: (contentType) => voiceTypeOf(contentType) !== null,
    })
    const mimeType = put.kind === 'stored' ? voiceTypeOf(put.blob.contentType) : null
    if (put.kind !== 'stored' || mimeType === null) {
      return refuse('invalid', 'The recording is not WebM, Ogg, MP4, WAV, MP3 or AAC')
    }
    const { id: blobId, size } = put.blob
    const shape = { duration, waveform, width: null, height: null }
    return succeed({ blobId, key: newMediaKey(), name: '', mimeType, size, ...shape })
  }

  async function compose(request: VoiceMessageRequest): Promise<Outcome<Content, 'invalid'>> {
    const kept = await keep(request)
    return kept.ok ? succeed({ type: 'voice', text: '', attachments: [kept.value] }) : kept
  }

  return (session: Session, request: VoiceMessageRequest): Promise<VoiceMessageOutcome> =>
    speak(session, request, () => compose(request))
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
