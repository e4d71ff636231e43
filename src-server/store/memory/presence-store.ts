import type { PersonId, RoomId, SessionId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Departure, Here, PresenceStore } from '../../ports/presence-store.ts'
import { createCrowd } from './crowd.ts'

interface PresentSession {
  roomId: RoomId | null
  isActive: boolean
}

interface Present {
  person: Person
  keys: readonly string[]
  isHidden: boolean
  readonly sessions: Map<SessionId, PresentSession>
}

/** Presence of one instance. Each verb runs without waiting for anything, which makes it atomic. */
export function createMemoryPresenceStore(): PresenceStore {
  const people = new Map<PersonId, Present>()
  const personBySession = new Map<SessionId, Present>()
  const ownerByKey = new Map<string, PersonId>()
  const crowd = createCrowd()

  function takeKeys(present: Present, keys: readonly string[]): void {
    for (const key of present.keys) ownerByKey.delete(key)
    for (const key of keys) ownerByKey.set(key, present.person.id)
    present.keys = keys
  }

  function leave(present: Present, sessionId: SessionId): Departure | null {
    const session = present.sessions.get(sessionId)
    if (!session?.roomId) return null
    const { roomId } = session
    session.roomId = null
    const { person, isHidden } = present
    return { roomId, person, wasLast: !isHidden && crowd.remove(person.id, roomId) }
  }

  const roomsOf = (present: Present | undefined): readonly RoomId[] => {
    const taken = [...(present?.sessions.values() ?? [])].map(({ roomId }) => roomId)
    return [...new Set(taken.filter((roomId) => roomId !== null))]
  }

  return {
    async claimName({ sessionId, person, keys, isHidden }) {
      const isTaken = keys.some((key) => (ownerByKey.get(key) ?? person.id) !== person.id)
      if (isTaken) return false
      const present = people.get(person.id) ?? { person, keys: [], isHidden, sessions: new Map() }
      present.person = person
      takeKeys(present, keys)
      people.set(person.id, present)
      if (!present.sessions.has(sessionId)) {
        present.sessions.set(sessionId, { roomId: null, isActive: true })
      }
      personBySession.set(sessionId, present)
      return true
    },

    async enterRoom(sessionId, roomId) {
      const present = personBySession.get(sessionId)
      const session = present?.sessions.get(sessionId)
      if (!present || !session) {
        throw new Error('A session must claim a name before it enters a room')
      }
      const left = leave(present, sessionId)
      session.roomId = roomId
      return { isFirst: !present.isHidden && crowd.add(present.person.id, roomId), left }
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

    async setActive(sessionId, isActive) {
      const present = personBySession.get(sessionId)
      const session = present?.sessions.get(sessionId)
      if (!present || !session) return false
      const before = hereOf(present).isActive
      session.isActive = isActive
      return hereOf(present).isActive !== before
    },

    async setHidden(personId, isHidden) {
      const present = people.get(personId)
      if (!present || present.isHidden === isHidden) return []
      present.isHidden = isHidden
      for (const { roomId } of present.sessions.values()) {
        if (roomId && isHidden) crowd.remove(personId, roomId)
        else if (roomId) crowd.add(personId, roomId)
      }
      return roomsOf(present)
    },

    everybody: async () => new Map([...people].map(([id, present]) => [id, hereOf(present)])),

    async find(personId) {
      const present = people.get(personId)
      return present ? hereOf(present) : null
    },

    async peopleIn(roomId) {
      return crowd
        .idsIn(roomId)
        .flatMap((id) => people.get(id)?.person ?? [])
        .toSorted(byName)
    },

    roomsOf: async (personId) => roomsOf(people.get(personId)),
    counts: async () => crowd.counts(),
    total: async () => crowd.total(),
  }
}

const hereOf = ({ sessions }: Present): Here => ({
  sessions: sessions.size,
  isActive: [...sessions.values()].some(({ isActive }) => isActive),
})

/** One collator for all: making one for each comparison costs a hundred times more. */
const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

const byName = (one: Person, other: Person): number =>
  collator.compare(one.name, other.name) || (one.id < other.id ? -1 : 1)
