import type { RoomId, SessionId, SessionToken } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'

/** One connection of one device, from connecting to disconnecting. */
export interface Session {
  readonly id: SessionId
  /** From where it came, to count wrong passwords. */
  readonly address: string
  /** Known from a token, or since the first join. */
  person: Person | null
  /** Presented on connecting or issued on the first join; kept to be told again. */
  token: SessionToken | null
  /** Since the first join no other name counts. */
  hasName: boolean
  room: RoomId | null
  /** It hears, reads and speaks in every room that the person may read, not only in `room`. */
  isFollowing: boolean
  isGone: boolean
  /** Ends when the last change of room or identity has ended. */
  settled: Promise<unknown>
}

export const createSession = (
  { id, address }: Pick<Session, 'id' | 'address'>,
  known: { person: Person; token: SessionToken } | null,
): Session => ({
  id,
  address,
  person: known?.person ?? null,
  token: known?.token ?? null,
  hasName: false,
  room: null,
  isFollowing: false,
  isGone: false,
  settled: Promise.resolve(),
})

/**
 * Runs changes of one session one after the other. A client may join, speak and leave without
 * waiting for answers, and the disconnect may come in the middle of all that.
 */
export function inTurn<Value>(session: Session, change: () => Promise<Value>): Promise<Value> {
  const result = session.settled.then(change)
  session.settled = result.catch(() => undefined)
  return result
}
