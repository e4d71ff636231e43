import { roomIdSchema, type RoomId } from '#shared/domain/ids.ts'
import type { RoomWire } from '#shared/protocol/wire.ts'

const GENERAL = roomIdSchema.parse('general')

/** Where somebody goes who does not ask for a certain room: General, or one that is open to all. */
export function fallbackRoom(rooms: readonly RoomWire[] | null): RoomId {
  const open = (rooms ?? []).filter(({ access }) => access === 'public')
  const inUse = open.filter(({ archivedAt }) => archivedAt === null)
  const best = inUse.find(({ id }) => id === GENERAL) ?? inUse[0] ?? open[0]
  return best?.id ?? GENERAL
}
