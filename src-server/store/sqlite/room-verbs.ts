import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Room } from '#shared/domain/rooms.ts'
import type { CreateOutcome, NewRoom, RoomChange } from '../../ports/room-store.ts'
import type { PasswordHash } from '../../ports/secrets.ts'
import type { Statements } from './statements.ts'

const SELECT_ROOMS = `
  SELECT id, name, icon, topic, access, creator_id AS creatorId, archived_at AS archivedAt,
         slow_mode_seconds AS slowModeSeconds, speak_role AS speakRole, pin_role AS pinRole,
         retention_days AS retentionDays
  FROM rooms WHERE kind = 'room'`

/** The list of rooms and who belongs to them. */
export function createRoomVerbs({ query, command }: Statements) {
  const all = query<Room>(`${SELECT_ROOMS} ORDER BY position, id`)
  const byId = query<Room>(`${SELECT_ROOMS} AND id = ?`)
  const kindOf = query<{ kind: string }>('SELECT kind FROM rooms WHERE id = ?')
  const insert = command(
    `INSERT INTO rooms (id, position, name, icon, topic, access, creator_id, archived_at,
       slow_mode_seconds, speak_role, pin_role, retention_days, password_hash)
     VALUES (?, (SELECT COALESCE(MAX(position), 0) + 1 FROM rooms), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const replace = command(
    `UPDATE rooms SET name = ?, icon = ?, topic = ?, access = ?, creator_id = ?, archived_at = ?,
       slow_mode_seconds = ?, speak_role = ?, pin_role = ?, retention_days = ?
     WHERE id = ?`,
  )
  const setPassword = command("UPDATE rooms SET password_hash = ? WHERE id = ? AND kind = 'room'")
  const passwordOf = query<{ password_hash: PasswordHash | null }>(
    'SELECT password_hash FROM rooms WHERE id = ?',
  )
  const addMember = query<{ added: 1 }>(
    `INSERT INTO room_members (room_id, person_id) VALUES (?, ?)
     ON CONFLICT DO NOTHING RETURNING 1 AS added`,
  )
  const dropMember = query<{ dropped: 1 }>(
    'DELETE FROM room_members WHERE room_id = ? AND person_id = ? RETURNING 1 AS dropped',
  )
  const members = query<{ person_id: PersonId }>(
    'SELECT person_id FROM room_members WHERE room_id = ? ORDER BY person_id',
  )
  const memberships = query<{ room_id: RoomId }>(
    'SELECT room_id FROM room_members WHERE person_id = ? ORDER BY room_id',
  )
  const dropAllMembers = command('DELETE FROM room_members WHERE room_id = ?')
  const dropReading = command('DELETE FROM reading WHERE room_id = ?')
  const markDeleted = command(
    `UPDATE rooms SET kind = 'deleted', name = '', icon = '', topic = '', creator_id = NULL,
       password_hash = NULL, last_seq = 0
     WHERE id = ?`,
  )
  const unfinished = query<{ id: RoomId }>(
    `SELECT id FROM rooms WHERE kind = 'deleted'
       AND EXISTS (SELECT 1 FROM messages WHERE room_id = rooms.id)`,
  )

  const valuesOf = (room: Room): readonly unknown[] => [
    ...[room.name, room.icon, room.topic, room.access, room.creatorId, room.archivedAt],
    ...[room.slowModeSeconds, room.speakRole, room.pinRole, room.retentionDays],
  ]
  const exists = (id: RoomId): boolean => byId(id).length > 0

  return {
    reads: {
      rooms: (): readonly Room[] => all(),
      passwordOf: (id: RoomId): PasswordHash | null => passwordOf(id)[0]?.password_hash ?? null,
      membersOf: (id: RoomId): readonly PersonId[] => members(id).map((row) => row.person_id),
      membershipsOf: (personId: PersonId): readonly RoomId[] =>
        memberships(personId).map((row) => row.room_id),
      /** Deleted rooms of which something is left, because the process ended meanwhile. */
      unfinishedRooms: (): readonly RoomId[] => unfinished().map(({ id }) => id),
    },
    writes: {
      createRoom({ room, passwordHash, members: first, roomsMax }: NewRoom): CreateOutcome {
        if (kindOf(room.id).length > 0) return 'taken'
        if (all().length >= roomsMax) return 'full'
        insert(room.id, ...valuesOf(room), passwordHash)
        for (const personId of first) addMember(room.id, personId)
        return 'created'
      },
      updateRoom(id: RoomId, change: RoomChange): Room | null {
        const [room] = byId(id)
        if (!room) return null
        const changed = { ...room, ...change }
        replace(...valuesOf(changed), id)
        return changed
      },
      setPassword(id: RoomId, hash: PasswordHash | null): void {
        setPassword(hash, id)
      },
      /** The room cannot be seen or written to any more; what was said in it is still to be erased. */
      removeRoom(id: RoomId): boolean {
        if (!exists(id)) return false
        markDeleted(id)
        dropAllMembers(id)
        dropReading(id)
        return true
      },
      addMember: (id: RoomId, personId: PersonId): boolean =>
        exists(id) && addMember(id, personId).length > 0,
      removeMember: (id: RoomId, personId: PersonId): boolean =>
        dropMember(id, personId).length > 0,
    },
  }
}
