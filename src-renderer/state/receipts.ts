import type { MessageId, PersonId } from '#shared/domain/ids.ts'
import type { ReceiptWire } from '#shared/protocol/wire.ts'
import type { Conversation } from './conversation.ts'

/** How far each person has read one conversation: `seq` of the newest message that they saw. */
export type Receipts = ReadonlyMap<PersonId, number>

export const NO_RECEIPTS: Receipts = new Map()

/** Reading never goes back, whatever the order in which it is heard of. */
export function withReceipts(known: Receipts, told: readonly ReceiptWire[]): Receipts {
  const next = new Map(known)
  for (const { userId, seq } of told) next.set(userId, Math.max(seq, next.get(userId) ?? 0))
  return next
}

/** How far a message of ours got, where that is worth showing. */
export type Delivery =
  | { readonly kind: 'sent' }
  /** `readers` in no order; ourselves not among them. */
  | { readonly kind: 'seen'; readonly readers: readonly PersonId[] }

/**
 * Which messages carry a mark. One mark where readers are as far as we are, and in a direct
 * conversation a second one where the other person is: more would only be noise.
 */
export function deliveriesOf(
  conversation: Conversation,
  receipts: Receipts,
  about: { readonly me: PersonId | undefined; readonly isDirect: boolean },
): ReadonlyMap<MessageId, Delivery> {
  const own = conversation.messages.filter(
    ({ userId, deletedAt }) => userId === about.me && deletedAt === null,
  )
  const marks = new Map<MessageId, Delivery>()
  const last = own.at(-1)
  if (!last || !conversation.isLive) return marks
  const readersOf = (seq: number): readonly PersonId[] =>
    [...receipts].filter(([id, upTo]) => id !== about.me && upTo >= seq).map(([id]) => id)
  const readers = readersOf(last.seq)
  if (readers.length > 0) marks.set(last.id, { kind: 'seen', readers })
  if (!about.isDirect || readers.length > 0) return marks
  marks.set(last.id, { kind: 'sent' })
  const seen = own.findLast(({ seq }) => readersOf(seq).length > 0)
  if (seen) marks.set(seen.id, { kind: 'seen', readers: readersOf(seen.seq) })
  return marks
}
