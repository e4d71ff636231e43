import type { Room } from '#shared/domain/rooms.ts'

/** The durable list of rooms. A new store already holds the default ones. */
export interface RoomStore {
  /** In the order in which they are shown. May throw `Unavailable`. */
  list(): Promise<readonly Room[]>
}
