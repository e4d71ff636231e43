import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import { succeed, type Result } from '#shared/lib/result.ts'
import type { RequestInput } from '#shared/protocol/maps.ts'
import type { ProfileWire, RoomWire } from '#shared/protocol/wire.ts'
import { askServer } from './ask-server.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'
import { openConversation } from './open-conversation.ts'

/** What happened, or one sentence that says why not. */
export type Done = Result<null, string>

const done = succeed(null)

/** Creates a room and enters it. */
export async function createRoom(
  context: ActionContext,
  settings: RequestInput<'room:create'>,
): Promise<Done> {
  const created = await askServer(context, 'room:create', settings)
  if (!created.ok) return created
  const { room } = created.value
  noteRoom(context, room)
  context.store.setState({ managingRoom: null })
  await openConversation(context, room.id)
  return done
}

export async function updateRoom(
  context: ActionContext,
  settings: RequestInput<'room:update'>,
): Promise<Done> {
  const updated = await askServer(context, 'room:update', settings)
  if (!updated.ok) return updated
  noteRoom(context, updated.value.room)
  return done
}

export async function archiveRoom(
  context: ActionContext,
  roomId: RoomId,
  on: boolean,
): Promise<Done> {
  const archived = await askServer(context, 'room:archive', { roomId, on })
  if (!archived.ok) return archived
  noteRoom(context, archived.value.room)
  showNotice(
    context,
    on
      ? 'The room is archived: it can be read, and nothing can be said in it.'
      : 'The room is open again.',
    'success',
  )
  return done
}

/** Deletes a room for everybody. That it is gone is told to this window as to all others. */
export async function deleteRoom(context: ActionContext, roomId: RoomId): Promise<Done> {
  const deleted = await askServer(context, 'room:delete', { roomId })
  if (!deleted.ok) return deleted
  context.store.setState({ managingRoom: null })
  return done
}

export async function loadMembers(
  context: ActionContext,
  roomId: RoomId,
): Promise<Result<readonly ProfileWire[], string>> {
  const listed = await askServer(context, 'room:members', { roomId })
  return listed.ok ? succeed(listed.value.members) : listed
}

export async function inviteToRoom(
  context: ActionContext,
  roomId: RoomId,
  userId: PersonId,
): Promise<Done> {
  const invited = await askServer(context, 'room:invite', { roomId, userId })
  return invited.ok ? done : invited
}

/** Takes a membership away; with our own id we leave the room for good. */
export async function removeFromRoom(
  context: ActionContext,
  roomId: RoomId,
  userId: PersonId,
): Promise<Done> {
  const removed = await askServer(context, 'room:remove', { roomId, userId })
  return removed.ok ? done : removed
}

/** Shows at once what the server answered; its list of rooms comes at its own pace. */
function noteRoom({ store }: ActionContext, room: RoomWire): void {
  const replaced = (rooms: readonly RoomWire[]): readonly RoomWire[] =>
    rooms.some(({ id }) => id === room.id)
      ? rooms.map((known) => (known.id === room.id ? room : known))
      : [...rooms, room]
  const without = (rooms: readonly RoomWire[]): readonly RoomWire[] =>
    rooms.filter(({ id }) => id !== room.id)
  store.setState(({ rooms, privateRooms }) =>
    room.access === 'private'
      ? { rooms: rooms && without(rooms), privateRooms: replaced(privateRooms) }
      : { rooms: replaced(rooms ?? []), privateRooms: without(privateRooms) },
  )
}
