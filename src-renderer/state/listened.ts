import type { MessageId } from '#shared/domain/ids.ts'

/** What was listened to on this device, with the second at which it goes on; 0 after its end. */
export type Listened = ReadonlyMap<MessageId, number>

/** What was listened to before these begins anew, and is no loss. */
const REMEMBERED_MAX = 500

/** The newest is the last. */
export function withListened(listened: Listened, id: MessageId, seconds: number): Listened {
  const next = new Map(listened)
  next.delete(id)
  next.set(id, seconds)
  for (const oldest of next.keys()) {
    if (next.size <= REMEMBERED_MAX) break
    next.delete(oldest)
  }
  return next
}
