import type { MessageId, PersonId } from '#shared/domain/ids.ts'
import type { AttachmentWire, PersonWire, StoredMessageWire } from '#shared/protocol/wire.ts'
import type { Conversation, OutgoingMessage } from './conversation.ts'
import { foldNotices } from './fold-notices.ts'
import { previewOf, speaksTo } from './notifying.ts'
import { shownReactions, type ShownReaction } from './reactions.ts'
import type { Delivery } from './receipts.ts'

/** Messages of one author that follow each other within this time share one heading. */
const GROUP_MS = 5 * 60_000

export interface ShownMessage {
  /** Null while the server has not confirmed it; nothing can be done with it until then. */
  readonly id: MessageId | null
  /** Its place in the conversation; null while the server has not given it one. */
  readonly seq: number | null
  readonly text: string
  readonly voice: ShownVoice | null
  /** A call of the two that is over. */
  readonly call: ShownCall | null
  readonly files: readonly AttachmentWire[]
  readonly author: string
  readonly authorId: PersonId | null
  readonly isMine: boolean
  readonly createdAt: number
  readonly editedAt: number | null
  readonly isDeleted: boolean
  readonly replyTo: StoredMessageWire['replyTo']
  readonly reactions: readonly ShownReaction[]
  /** It speaks to us, by name or as one of those who are here. */
  readonly isToMe: boolean
  readonly pin: StoredMessageWire['pin']
  /** How far it got, where a mark under it says so. */
  readonly delivery: Delivery | null
  /** How far it got, for messages of ours that are not confirmed. */
  readonly outgoing: OutgoingMessage | null
}

export interface ShownVoice {
  /** Path of the sound on the server; null while it is not there yet. */
  readonly path: string | null
  /** Seconds; null when its sender did not say. */
  readonly duration: number | null
  /** Peaks from 0 to 255; null when its sender did not measure any. */
  readonly waveform: readonly number[] | null
}

export type ShownCall = NonNullable<StoredMessageWire['call']>

interface RowBase {
  /** Stays the same when a pending message is confirmed. */
  readonly key: string
  /** Milliseconds since 1970 when this row is the first of its day, else null. */
  readonly day: number | null
}

export type TimelineRow =
  | (RowBase & { readonly kind: 'start' })
  | (RowBase & {
      readonly kind: 'message'
      readonly message: ShownMessage
      /** It continues the row above: same author, shortly after. */
      readonly isContinued: boolean
      /** The first one that came while nobody read. */
      readonly isFirstNew: boolean
    })
  | (RowBase & { readonly kind: 'notice'; readonly text: string })

const NO_DELIVERIES: ReadonlyMap<MessageId, Delivery> = new Map()

/** What a conversation looks like from top to bottom. */
export function timelineOf(
  conversation: Conversation,
  me: PersonWire | null,
  deliveries: ReadonlyMap<MessageId, Delivery> = NO_DELIVERIES,
): readonly TimelineRow[] {
  const rows: TimelineRow[] = conversation.isAtStart
    ? [{ kind: 'start', key: 'start', day: null }]
    : []
  let lastTime: number | null = null
  const dayOf = (time: number): number | null => {
    // Of the first known message nobody knows yet whether it is the first of its day. A separator
    // that vanished with the next older page would move everything under the reader.
    const isNew = lastTime === null ? conversation.isAtStart : !isSameDay(lastTime, time)
    lastTime = time
    return isNew ? time : null
  }
  const pushMessage = (key: string, message: ShownMessage, isFirstNew = false): void => {
    const day = dayOf(message.createdAt)
    const isContinued = !isFirstNew && continues(rows.at(-1), message, day)
    rows.push({ kind: 'message', key, day, message, isContinued, isFirstNew })
  }

  const runs = noticeRuns(conversation)
  const pushNotices = (afterSeq: number): void => {
    const run = runs.get(afterSeq)
    const first = run?.[0]
    if (!run || !first) return
    const day = dayOf(first.notice.createdAt)
    for (const [index, text] of foldNotices(run.map(({ notice }) => notice.text)).entries()) {
      const key = `${first.notice.id}-${index}`
      rows.push({ kind: 'notice', key, text, day: index === 0 ? day : null })
    }
  }

  const show = showIn(conversation, me, deliveries)
  const firstNew = firstNewSeq(conversation, me)
  pushNotices(0)
  for (const message of conversation.messages) {
    pushMessage(message.clientId ?? message.id, show(message), message.seq === firstNew)
    pushNotices(message.seq)
  }
  // Of an old part the end is elsewhere, and with it what is on its way there.
  for (const outgoing of conversation.isLive ? conversation.outgoing : []) {
    pushMessage(outgoing.clientId, shownOutgoing(outgoing, me?.name ?? ''))
  }
  return rows
}

/** Notices by the message they follow; those before the first known message come first. */
function noticeRuns(conversation: Conversation): Map<number, Conversation['notices'][number][]> {
  if (!conversation.isLive) return new Map()
  const known = new Set(conversation.messages.map(({ seq }) => seq))
  const runs = new Map<number, Conversation['notices'][number][]>()
  for (const placed of conversation.notices) {
    const after = known.has(placed.afterSeq) ? placed.afterSeq : 0
    runs.set(after, [...(runs.get(after) ?? []), placed])
  }
  return runs
}

function firstNewSeq(conversation: Conversation, me: PersonWire | null): number | null {
  const { messages, newAfterSeq } = conversation
  if (newAfterSeq === null) return null
  return messages.find(({ seq, userId }) => seq > newAfterSeq && userId !== me?.id)?.seq ?? null
}

function showIn(
  { messages, wishes }: Conversation,
  me: PersonWire | null,
  deliveries: ReadonlyMap<MessageId, Delivery>,
): (message: StoredMessageWire) => ShownMessage {
  const byId = new Map(messages.map((message) => [message.id, message]))
  // A quote was written down with its answer; what it quotes may have changed since.
  const present = (quote: StoredMessageWire['replyTo']): StoredMessageWire['replyTo'] => {
    const original = quote && byId.get(quote.id)
    return original ? quoteOf(original) : quote
  }
  return (message) => ({
    id: message.id,
    seq: message.seq,
    text: message.text,
    voice: voiceIn(message),
    call: message.deletedAt === null ? (message.call ?? null) : null,
    files: message.attachments,
    author: message.user,
    authorId: message.userId,
    isMine: message.userId === me?.id,
    createdAt: message.createdAt,
    editedAt: message.editedAt,
    isDeleted: message.deletedAt !== null,
    replyTo: present(message.replyTo),
    reactions: shownReactions(
      message.reactions,
      wishes.filter(({ messageId }) => messageId === message.id),
      me,
    ),
    isToMe: speaksTo(message, me?.id),
    pin: message.pin,
    delivery: deliveries.get(message.id) ?? null,
    outgoing: null,
  })
}

const voiceIn = (message: StoredMessageWire): ShownVoice | null => {
  const { type, audio, duration = null, waveform = null } = message
  return type === 'voice' && audio !== undefined ? { path: audio, duration, waveform } : null
}

/** What is shown of a message above its answers. */
export const quoteOf = (message: StoredMessageWire): NonNullable<StoredMessageWire['replyTo']> => ({
  id: message.id,
  seq: message.seq,
  user: message.user,
  text: message.deletedAt === null ? previewOf(message) : '',
})

const shownOutgoing = (outgoing: OutgoingMessage, author: string): ShownMessage => ({
  id: null,
  seq: null,
  text: outgoing.text,
  voice: outgoing.voice && {
    path: null,
    duration: outgoing.voice.seconds,
    waveform: outgoing.voice.peaks,
  },
  call: null,
  files: [],
  author,
  authorId: null,
  isMine: true,
  createdAt: outgoing.createdAt,
  editedAt: null,
  isDeleted: false,
  replyTo: outgoing.replyTo,
  reactions: [],
  isToMe: false,
  pin: null,
  delivery: null,
  outgoing,
})

function continues(
  above: TimelineRow | undefined,
  message: ShownMessage,
  day: number | null,
): boolean {
  if (day !== null || message.replyTo !== null || above?.kind !== 'message') return false
  return (
    above.message.author === message.author &&
    message.createdAt - above.message.createdAt <= GROUP_MS
  )
}

const isSameDay = (a: number, b: number): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString()
