import type { RoomId } from '#shared/domain/ids.ts'
import type { ReceiptWire } from '#shared/protocol/wire.ts'
import { NO_RECEIPTS, withReceipts } from '../state/receipts.ts'
import { changeSummary } from '../state/store.ts'
import { readUpTo } from '../state/summaries.ts'
import type { ActionContext } from './context.ts'
import { isCurrent } from './session.ts'

/** Asks how far everybody has read. Without an answer, nothing is marked as seen. */
export async function loadReceipts(context: ActionContext, roomId: RoomId): Promise<void> {
  const { session } = context.current
  if (!session) return
  const answer = await session.connection.call('chat:receipts', { roomId })
  if (answer.ok && isCurrent(context, session)) add(context, roomId, answer.value.receipts)
}

/** Somebody has read something: another person, or this one on another device. */
export function handleReceipt(context: ActionContext, receipt: ReceiptWire): void {
  const { store } = context
  const { me, conversations } = store.getState()
  const { roomId, userId, seq } = receipt
  if (userId !== me?.id) return add(context, roomId, [receipt])
  const known = conversations.get(roomId)?.messages ?? []
  changeSummary(store, roomId, (summary) => readUpTo(summary, seq, known, me.id))
}

const add = ({ store }: ActionContext, roomId: RoomId, told: readonly ReceiptWire[]): void =>
  store.setState(({ receipts }) => ({
    receipts: new Map(receipts).set(
      roomId,
      withReceipts(receipts.get(roomId) ?? NO_RECEIPTS, told),
    ),
  }))
