import type { MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { TokenHash } from '../../ports/secrets.ts'

export type Keys = ReturnType<typeof createKeys>

/**
 * Every key of one deployment. What is in braces decides the slot of a Redis Cluster: all of one
 * room is in one slot, and so is all of presence, because scripts change several of them at once.
 * docs/redis.md describes what each one holds.
 */
export function createKeys({ prefix, db }: { readonly prefix: string; readonly db: number }) {
  const roomStem = (roomId: RoomId): string => `${prefix}:{room:${roomId}}:`
  return {
    epoch: `${prefix}:epoch`,
    probe: `${prefix}:probe`,
    rooms: `${prefix}:rooms`,
    /** The room of each message, to find a message by its id alone. */
    whereabouts: `${prefix}:message-rooms`,
    person: (id: PersonId): string => `${prefix}:person:${id}`,
    token: (hash: TokenHash): string => `${prefix}:token:${hash}`,
    lastSeq: (roomId: RoomId): string => `${roomStem(roomId)}seq`,
    /** Keys of a room in the order in which the scripts about messages expect them. */
    room: (roomId: RoomId): readonly string[] =>
      ['seq', 'order', 'changes', 'sent', 'message:'].map((part) => roomStem(roomId) + part),
    message: (roomId: RoomId, id: MessageId): string => `${roomStem(roomId)}message:${id}`,
    presence: `${prefix}:{presence}:`,
    /** Channels, which unlike keys are the same in all databases of a Redis. */
    events: `${prefix}:events:${db}`,
    renames: `${prefix}:renames:${db}`,
  }
}
