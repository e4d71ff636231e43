import type { NotificationLevel } from '#shared/domain/conversations.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import { excerptOf } from '#shared/domain/messages.ts'
import type { OwnProfileWire, StoredMessageWire } from '#shared/protocol/wire.ts'

/** Whether a message speaks to somebody: by name, or to everybody who is here. */
export const speaksTo = (message: StoredMessageWire, me: PersonId | undefined): boolean =>
  me !== undefined &&
  message.userId !== me &&
  (message.mentionsHere || message.mentions.includes(me))

/** Whether somebody wants to be called for a message that they are not looking at. */
export function isWorthTelling(
  message: StoredMessageWire,
  level: NotificationLevel,
  me: Pick<OwnProfileWire, 'id' | 'availability' | 'blocked'>,
): boolean {
  if (message.userId === me.id || me.availability === 'dnd') return false
  if (!isWorthReading(message)) return false
  if (message.deletedAt !== null || me.blocked.includes(message.userId)) return false
  return level === 'all' || (level === 'mentions' && speaksTo(message, me.id))
}

/** Of a call one knows, unless it was missed: nobody has to be told of it. */
export const isWorthReading = ({ call }: StoredMessageWire): boolean =>
  call === undefined || call.isMissed

/** The first line of a message, in words where it has none. */
export function previewOf(message: StoredMessageWire): string {
  if (message.deletedAt !== null) return 'Message deleted'
  if (message.type === 'voice') return 'Voice message'
  const line = excerptOf(withoutMarks(message.text))
  if (line !== '') return line
  const [file] = message.attachments
  return file ? file.name : 'File'
}

/** In one line the marks of Markdown would only be noise. */
export const withoutMarks = (text: string): string =>
  text.replace(/^(?:#{1,6} |> ?|```\w*\n?)+/, '').replace(/\*\*|__|~~|`/g, '')
