import type { SessionId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { PresenceStore } from '../../ports/presence-store.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import type { LocalSessions } from './local-sessions.ts'
import type { PresenceVerbs } from './presence-verbs.ts'

/** Presence of all instances in Redis, with what this instance knows of its own sessions beside it. */
export function createPresenceStore(verbs: PresenceVerbs, local: LocalSessions): PresenceStore {
  /** A verb that failed may have been done all the same; the keeper puts it right later. */
  async function orDoubt<Value>(sessionId: SessionId, verb: Promise<Value>): Promise<Value> {
    try {
      return await verb
    } catch (error) {
      local.doubt(sessionId)
      throw error
    }
  }

  return {
    async claimName(claim) {
      if (!(await orDoubt(claim.sessionId, verbs.claim(claim)))) return false
      local.put(claim)
      return true
    },

    async enterRoom(sessionId, roomId) {
      const session = local.get(sessionId)
      if (!session) throw new Error('A session must claim a name before it enters a room')
      const before = session.roomId
      session.roomId = roomId
      try {
        return await orDoubt(sessionId, verbs.enter(sessionId, roomId))
      } catch (error) {
        session.roomId = before
        throw error
      }
    },

    async leaveRoom(sessionId) {
      const session = local.get(sessionId)
      if (!session) return null
      const before = session.roomId
      session.roomId = null
      try {
        return await orDoubt(sessionId, verbs.leave(sessionId))
      } catch (error) {
        session.roomId = before
        throw error
      }
    },

    async dropSession(sessionId) {
      if (!local.delete(sessionId)) return null
      try {
        return await orDoubt(sessionId, verbs.drop(sessionId))
      } catch (error) {
        // The connection has ended whatever Redis says; the keeper tells the room later.
        if (error instanceof Unavailable) return null
        throw error
      }
    },

    async setActive(sessionId, isActive) {
      const session = local.get(sessionId)
      if (session) session.isActive = isActive
      return orDoubt(sessionId, verbs.setActive(sessionId, isActive))
    },

    async setHidden(personId, isHidden) {
      local.hide(personId, isHidden)
      return verbs.setHidden(personId, isHidden)
    },

    everybody: () => verbs.here(),
    find: async (personId) => (await verbs.here(personId)).get(personId) ?? null,
    peopleIn: async (roomId) => (await verbs.peopleIn(roomId)).toSorted(byName),
    roomsOf: verbs.roomsOf,
    counts: verbs.counts,
    total: verbs.total,
  }
}

/** One collator for all: making one for each comparison costs a hundred times more. */
const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

const byName = (one: Person, other: Person): number =>
  collator.compare(one.name, other.name) || (one.id < other.id ? -1 : 1)
