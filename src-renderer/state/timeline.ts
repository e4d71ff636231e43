import type { MessageId } from '#shared/domain/ids.ts'
import { excerptOf } from '#shared/domain/messages.ts'
import type { PersonWire, TextMessageWire } from '#shared/protocol/wire.ts'
import type { Conversation, OutgoingMessage } from './conversation.ts'
import { foldNotices } from './fold-notices.ts'
import { mentionsName } from './mentions.ts'
import { shownReactions, type ShownReaction } from './reactions.ts'

/** Messages of one author that follow each other within this time share one heading. */
const GROUP_MS = 5 * 60_000

export interface ShownMessage {
  /** Null while the server has not confirmed it; nothing can be done with it until then. */
  readonly id: MessageId | null
  readonly text: string
  readonly author: string
  readonly isMine: boolean
  readonly createdAt: number
  readonly editedAt: number | null
  readonly isDeleted: boolean
  readonly replyTo: TextMessageWire['replyTo']
  readonly reactions: readonly ShownReaction[]
  /** It speaks to us by name. */
  readonly isToMe: boolean
  /** How far it got, for messages of ours that are not confirmed. */
  readonly outgoing: OutgoingMessage | null
}

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

/** What a conversation looks like from top to bottom. */
export function timelineOf(
  conversation: Conversation,
  me: PersonWire | null,
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

  const show = showIn(conversation, me)
  const firstNew = firstNewSeq(conversation, me)
  pushNotices(0)
  for (const message of conversation.messages) {
    pushMessage(message.clientId ?? message.id, show(message), message.seq === firstNew)
    pushNotices(message.seq)
  }
  for (const outgoing of conversation.outgoing) {
    pushMessage(outgoing.clientId, shownOutgoing(outgoing, me?.name ?? ''))
  }
  return rows
}

/** Notices by the message they follow; those before the first known message come first. */
function noticeRuns(conversation: Conversation): Map<number, Conversation['notices'][number][]> {
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
): (message: TextMessageWire) => ShownMessage {
  const byId = new Map(messages.map((message) => [message.id, message]))
  // A quote was written down with its answer; what it quotes may have changed since.
  const present = (quote: TextMessageWire['replyTo']): TextMessageWire['replyTo'] => {
    const original = quote && byId.get(quote.id)
    return original ? quoteOf(original) : quote
  }
  return (message) => ({
    id: message.id,
    text: message.text,
    author: message.user,
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
    isToMe: me !== null && message.userId !== me.id && mentionsName(message.text, me.name),
    outgoing: null,
  })
}

/** What is shown of a message above its answers. */
export const quoteOf = (
  message: Pick<TextMessageWire, 'id' | 'seq' | 'user' | 'text'>,
): NonNullable<TextMessageWire['replyTo']> => ({
  id: message.id,
  seq: message.seq,
  user: message.user,
  text: excerptOf(message.text),
})

const shownOutgoing = (outgoing: OutgoingMessage, author: string): ShownMessage => ({
  id: null,
  text: outgoing.text,
  author,
  isMine: true,
  createdAt: outgoing.createdAt,
  editedAt: null,
  isDeleted: false,
  replyTo: outgoing.replyTo,
  reactions: [],
  isToMe: false,
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
