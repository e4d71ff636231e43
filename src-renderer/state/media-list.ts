import type { RoomId } from '#shared/domain/ids.ts'
import { mediaKindOf, type MediaKind } from '#shared/domain/media-kinds.ts'
import type { AttachmentWire, StoredMessageWire } from '#shared/protocol/wire.ts'
import { atOrigin } from './at-origin.ts'

/** What was sent in the open conversation, beside it. */
export interface MediaList {
  readonly roomId: RoomId
  readonly kind: MediaKind
  readonly phase: MediaPhase
  /** The newest first; each carries something of the kind. */
  readonly messages: readonly StoredMessageWire[]
  /** The server has older ones. */
  readonly more: boolean
}

type MediaPhase =
  | { readonly kind: 'ready' }
  /** `heard` came while the question was on its way: the answer may or may not know it. */
  | { readonly kind: 'loading' | 'loading-more'; readonly heard: readonly StoredMessageWire[] }
  | { readonly kind: 'failed'; readonly reason: string }

export interface MediaPage {
  readonly messages: readonly StoredMessageWire[]
  readonly more: boolean
}

export const emptyMediaList = (roomId: RoomId, kind: MediaKind): MediaList => ({
  roomId,
  kind,
  phase: { kind: 'loading', heard: [] },
  messages: [],
  more: false,
})

/** The list with the answer to what it asked for: everything anew, or what is older. */
export function withMediaPage(list: MediaList, page: MediaPage): MediaList {
  const { phase } = list
  if (phase.kind !== 'loading' && phase.kind !== 'loading-more') return list
  const before = phase.kind === 'loading' ? [] : list.messages
  const known = new Set(before.map(({ id }) => id))
  const messages = [...before, ...page.messages.filter(({ id }) => !known.has(id))]
  const answered: MediaList = { ...list, phase: { kind: 'ready' }, messages, more: page.more }
  return phase.heard.reduce(withMediaChange, answered)
}

/** The list after something was said, sent, changed or deleted anywhere. */
export function withMediaChange(list: MediaList, message: StoredMessageWire): MediaList {
  if (message.roomId !== list.roomId) return list
  const { phase } = list
  const isWaiting = phase.kind === 'loading' || phase.kind === 'loading-more'
  const noted = isWaiting
    ? { ...list, phase: { ...phase, heard: [...phase.heard, message] } }
    : list
  const known = list.messages.find(({ id }) => id === message.id)
  if (known ? known.changeSeq >= message.changeSeq : !isWanted(list, message)) return noted
  const others = list.messages.filter(({ id }) => id !== message.id)
  const messages = isOfKind(list.kind, message) ? [...others, message] : others
  return { ...noted, messages: messages.toSorted((one, other) => other.seq - one.seq) }
}

/** What is older than all that is known comes with its page. */
function isWanted({ kind, messages, more }: MediaList, message: StoredMessageWire): boolean {
  const oldest = messages.at(-1)?.seq ?? 0
  return isOfKind(kind, message) && (!more || message.seq > oldest)
}

/** A voice message tells of its sound itself and not as an attachment. */
function isOfKind(kind: MediaKind, { type, attachments, deletedAt }: StoredMessageWire): boolean {
  if (deletedAt !== null) return false
  if (type === 'voice') return kind === 'voice'
  return attachments.some((attachment) => mediaKindOf(type, attachment) === kind)
}

/** One picture or file with the message that it came with. */
export interface MediaItem {
  readonly message: StoredMessageWire
  readonly file: AttachmentWire
}

/** What is to be seen of a list of pictures or files, with addresses that can be fetched. */
export const mediaItemsOf = (
  { kind, messages }: Pick<MediaList, 'kind' | 'messages'>,
  origin: string,
): readonly MediaItem[] =>
  messages.flatMap((message) =>
    message.attachments
      .filter((attachment) => mediaKindOf(message.type, attachment) === kind)
      .map((file) => ({ message, file: atOrigin(file, origin) })),
  )
