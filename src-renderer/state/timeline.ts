import type { TextMessageWire } from '#shared/protocol/wire.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import type { Conversation, OutgoingMessage } from './conversation.ts'
import { foldNotices } from './fold-notices.ts'

/** Messages of one author that follow each other within this time share one heading. */
const GROUP_MS = 5 * 60_000

export interface ShownMessage {
  readonly text: string
  readonly author: string
  readonly isMine: boolean
  readonly createdAt: number
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
    })
  | (RowBase & { readonly kind: 'notice'; readonly text: string })

/** What a conversation looks like from top to bottom. */
export function timelineOf(
  conversation: Conversation,
  me: { readonly id: PersonId; readonly name: string } | null,
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
  const pushMessage = (key: string, message: ShownMessage): void => {
    const day = dayOf(message.createdAt)
    const above = rows.at(-1)
    rows.push({ kind: 'message', key, day, message, isContinued: continues(above, message, day) })
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

  pushNotices(0)
  for (const message of conversation.messages) {
    pushMessage(message.clientId ?? message.id, shownFrom(message, me?.id ?? null))
    pushNotices(message.seq)
  }
  for (const outgoing of conversation.outgoing) {
    const { text, createdAt } = outgoing
    pushMessage(outgoing.clientId, {
      text,
      createdAt,
      author: me?.name ?? '',
      isMine: true,
      outgoing,
    })
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

const shownFrom = (message: TextMessageWire, me: PersonId | null): ShownMessage => ({
  text: message.text,
  author: message.user,
  isMine: message.userId === me,
  createdAt: message.createdAt,
  outgoing: null,
})

function continues(
  above: TimelineRow | undefined,
  message: ShownMessage,
  day: number | null,
): boolean {
  if (day !== null || above?.kind !== 'message') return false
  return (
    above.message.author === message.author &&
    message.createdAt - above.message.createdAt <= GROUP_MS
  )
}

const isSameDay = (a: number, b: number): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString()
