import { roomIdSchema, type RoomId } from '#shared/domain/ids.ts'
import type { RoomWire } from '#shared/protocol/wire.ts'

const GENERAL = roomIdSchema.parse('general')

/** Where somebody goes who does not ask for a certain room. */
export const fallbackRoom = (rooms: readonly RoomWire[] | null): RoomId =>
  rooms?.some(({ id }) => id === GENERAL) === false ? (rooms[0]?.id ?? GENERAL) : GENERAL
