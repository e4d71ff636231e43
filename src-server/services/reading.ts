import { isReservedForDirect } from '#shared/domain/direct.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import { succeed } from '#shared/lib/result.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import type { ReceiptWire } from '#shared/protocol/wire.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { Clock } from '../ports/clock.ts'
import type { ConversationStore } from '../ports/conversation-store.ts'
import type { Log } from '../ports/log.ts'
import type { Access } from './access.ts'
import { createCoalescer } from './coalescer.ts'
import type { Outcome } from './outcome.ts'
import type { Session } from './session.ts'

export interface ReadRequest {
  readonly roomId: RoomId
  readonly seq: number
}

type Refusals = 'unauthorized' | 'forbidden' | 'not-found'

/** Nobody looks at receipts more often. */
const WINDOW_MIN_MS = 500

/**
 * 300 people who read one message are told to 300 people. With a window that grows with the number of
 * readers, each of those hears once in three seconds, of all of them together.
 */
const WINDOW_MS_PER_READER = 10

/** How far people have read: kept for each, told to the others at a bounded pace. */
export function createReading(deps: {
  readonly access: Access
  readonly conversations: ConversationStore
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly log: Log
}) {
  const { access, conversations, broadcaster, clock, log } = deps
  /** Of each room what its people have not been told yet. */
  const untold = new Map<RoomId, Map<PersonId, number>>()
  const coalescer = createCoalescer({
    clock,
    onError: (error) => log.error({ error }, 'could not tell who has read what'),
  })

  async function tellRoom(roomId: RoomId): Promise<number> {
    const readers = untold.get(roomId) ?? new Map<PersonId, number>()
    untold.delete(roomId)
    const receipts = [...readers].map(([userId, seq]) => ({ roomId, userId, seq }))
    if (receipts.length > 0) broadcaster.toPresent(roomId, 'chat:receipt', receipts)
    return Math.max(WINDOW_MIN_MS, receipts.length * WINDOW_MS_PER_READER)
  }

  async function tell(session: Session, receipt: ReceiptWire): Promise<void> {
    const { roomId, userId, seq } = receipt
    const others = { except: session.id }
    // Two people do not flood each other, and both hear it wherever they are.
    if (isReservedForDirect(roomId)) {
      return broadcaster.toPresent(roomId, 'chat:receipt', [receipt], others)
    }
    broadcaster.toPerson(userId, 'chat:receipt', [receipt], others)
    untold.set(roomId, (untold.get(roomId) ?? new Map<PersonId, number>()).set(userId, seq))
    await coalescer.request(roomId, undefined, () => tellRoom(roomId))
  }

  return {
    async read(
      session: Session,
      { roomId, seq }: ReadRequest,
    ): Promise<Outcome<ReplyValue<'chat:read'>, Refusals>> {
      const reader = await access.toRoom(session, roomId)
      if (!reader.ok) return reader
      const receipt = await conversations.read(roomId, reader.value.id, seq)
      if (receipt.changed) {
        await tell(session, { roomId, userId: receipt.personId, seq: receipt.seq })
      }
      return succeed({ seq: receipt.seq })
    },

    async receipts(
      session: Session,
      { roomId }: { readonly roomId: RoomId },
    ): Promise<Outcome<ReplyValue<'chat:receipts'>, Refusals>> {
      const reader = await access.toRoom(session, roomId)
      if (!reader.ok) return reader
      const receipts = await conversations.receipts(roomId)
      return succeed({
        receipts: receipts.map(({ personId, seq }) => ({ roomId, userId: personId, seq })),
      })
    },
  }
}
