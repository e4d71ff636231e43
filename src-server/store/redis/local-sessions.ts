import type { PersonId, RoomId, SessionId } from '#shared/domain/ids.ts'
import { nameKeys } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Place } from '../../ports/presence-news.ts'
import type { NameClaim } from '../../ports/presence-store.ts'

export interface LocalSession {
  person: Person
  keys: readonly string[]
  isHidden: boolean
  isActive: boolean
  /** Where it is meant to be; Redis may not know yet. */
  roomId: RoomId | null
}

export type LocalSessions = ReturnType<typeof createLocalSessions>

/** What this instance knows of its own sessions, to put them back when Redis forgot them. */
export function createLocalSessions() {
  const sessions = new Map<SessionId, LocalSession>()
  const doubtful = new Set<SessionId>()

  return {
    get: (id: SessionId): LocalSession | undefined => sessions.get(id),
    entries: (): readonly (readonly [SessionId, LocalSession])[] => [...sessions],

    /** The session belongs to the person from now on; a new name counts for all of the person's. */
    put({ sessionId, person, keys, isHidden }: NameClaim): void {
      const session = sessions.get(sessionId) ?? {
        ...{ person, keys, isHidden },
        ...{ isActive: true, roomId: null },
      }
      sessions.set(sessionId, session)
      for (const other of sessions.values()) {
        if (other.person.id === person.id) Object.assign(other, { person, keys })
      }
    },

    hide(personId: PersonId, isHidden: boolean): void {
      for (const session of sessions.values()) {
        if (session.person.id === personId) session.isHidden = isHidden
      }
    },

    rename(person: Person): void {
      for (const session of sessions.values()) {
        if (session.person.id !== person.id) continue
        session.person = person
        session.keys = nameKeys(person.name)
      }
    },

    delete: (id: SessionId): boolean => sessions.delete(id),

    /** Whether Redis did what it was asked for this session is not known. */
    doubt: (id: SessionId): unknown => doubtful.add(id),
    takeDoubtful(): readonly SessionId[] {
      const ids = [...doubtful]
      doubtful.clear()
      return ids
    },

    places: (): readonly Place[] =>
      [...sessions].flatMap(([sessionId, { roomId }]) => (roomId ? { sessionId, roomId } : [])),
  }
}
