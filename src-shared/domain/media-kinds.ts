import { isPicture } from './media.ts'
import type { Attachment, MessageType } from './messages.ts'

/** By what people look for something that was sent, long after it was. */
export const MEDIA_KINDS = ['pictures', 'files', 'voice'] as const
export type MediaKind = (typeof MEDIA_KINDS)[number]

/** Film and music count as files: they are looked for by their names. */
export function mediaKindOf(
  messageType: MessageType,
  { mimeType }: Pick<Attachment, 'mimeType'>,
): MediaKind {
  if (messageType === 'voice') return 'voice'
  return isPicture(mimeType) ? 'pictures' : 'files'
}

/** Each once: a message may carry a picture and a file. */
export const mediaKindsOf = (message: {
  readonly type: MessageType
  readonly attachments: readonly Pick<Attachment, 'mimeType'>[]
}): readonly MediaKind[] => [
  ...new Set(message.attachments.map((attachment) => mediaKindOf(message.type, attachment))),
]
