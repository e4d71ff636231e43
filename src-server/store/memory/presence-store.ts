import type { PersonId, RoomId, SessionId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Departure, PresenceStore } from '../../ports/presence-store.ts'

interface Present {
  person: Person
  keys: readonly string[]
  /** Every session of the person, with the room it is in. */
  readonly sessions: Map<SessionId, RoomId | null>
}

/**
 * Presence of one instance. Each verb runs without waiting for anything, which makes it atomic.
 * A room keeps its people with the number of their sessions in it, so that nothing has to be counted.
 */
export function createMemoryPresenceStore(): PresenceStore {
  const people = new Map<PersonId, Present>()
  const personBySession = new Map<SessionId, Present>()
  const ownerByKey = new Map<string, PersonId>()
  const rooms = new Map<RoomId, Map<PersonId, number>>()
  const roomCounts = new Map<PersonId, number>()

  function takeKeys(present: Present, keys: readonly string[]): void {
    for (const key of present.keys) ownerByKey.delete(key)
    for (const key of keys) ownerByKey.set(key, present.person.id)
    present.keys = keys
  }

  function enter(present: Present, sessionId: SessionId, roomId: RoomId): boolean {
    const { id } = present.person
    const room = rooms.get(roomId) ?? new Map<PersonId, number>()
    const before = room.get(id) ?? 0
    rooms.set(roomId, room.set(id, before + 1))
    present.sessions.set(sessionId, roomId)
    roomCounts.set(id, (roomCounts.get(id) ?? 0) + 1)
    return before === 0
  }

  function leave(present: Present, sessionId: SessionId): Departure | null {
    const roomId = present.sessions.get(sessionId)
    if (!roomId) return null
    const { person } = present
    const room = rooms.get(roomId)
    const remaining = (room?.get(person.id) ?? 1) - 1
    if (remaining > 0) room?.set(person.id, remaining)
    else room?.delete(person.id)
    const everywhere = (roomCounts.get(person.id) ?? 1) - 1
    if (everywhere > 0) roomCounts.set(person.id, everywhere)
    else roomCounts.delete(person.id)
    present.sessions.set(sessionId, null)
    return { roomId, person, wasLast: remaining <= 0 }
  }

  return {
    async claimName({ sessionId, person, keys }) {
      const isTaken = keys.some((key) => (ownerByKey.get(key) ?? person.id) !== person.id)
      if (isTaken) return false
      const present = people.get(person.id) ?? { person, keys: [], sessions: new Map() }
      present.person = person
      takeKeys(present, keys)
      people.set(person.id, present)
      if (!present.sessions.has(sessionId)) present.sessions.set(sessionId, null)
      personBySession.set(sessionId, present)
      return true
    },

    async enterRoom(sessionId, roomId) {
      const present = personBySession.get(sessionId)
      if (!present) throw new Error('A session must claim a name before it enters a room')
      const left = leave(present, sessionId)
      return { isFirst: enter(present, sessionId, roomId), left }
    },

    async leaveRoom(sessionId) {
      const present = personBySession.get(sessionId)
      return present ? leave(present, sessionId) : null
    },

    async dropSession(sessionId) {
      const present = personBySession.get(sessionId)
      if (!present) return null
      const departure = leave(present, sessionId)
      personBySession.delete(sessionId)
      present.sessions.delete(sessionId)
      if (present.sessions.size === 0) {
        takeKeys(present, [])
        people.delete(present.person.id)
      }
      return departure
    },

    async peopleIn(roomId) {
      const ids = [...(rooms.get(roomId)?.keys() ?? [])]
      return ids.flatMap((id) => people.get(id)?.person ?? []).toSorted(byName)
    },

    async roomsOf(personId) {
      const taken = [...(people.get(personId)?.sessions.values() ?? [])]
      return [...new Set(taken.filter((roomId) => roomId !== null))]
    },

    async counts() {
      return new Map([...rooms].map(([roomId, room]) => [roomId, room.size]))
    },

    async total() {
      return roomCounts.size
    },
  }
}

/** One collator for all: making one for each comparison costs a hundred times more. */
const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

const byName = (one: Person, other: Person): number =>
  collator.compare(one.name, other.name) || (one.id < other.id ? -1 : 1)
