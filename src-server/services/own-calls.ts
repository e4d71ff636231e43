import { isOfCall, otherOfCall, type LiveCall } from '#shared/domain/call.ts'
import type { CallId } from '#shared/domain/ids.ts'
import { nameKey } from '#shared/domain/names.ts'
import type { Person } from '#shared/domain/people.ts'
import { succeed } from '#shared/lib/result.ts'
import type { CallStore } from '../ports/call-store.ts'
import type { Access } from './access.ts'
import { noSuchCall } from './call-refusals.ts'
import type { Directory } from './directory.ts'
import type { Outcome } from './outcome.ts'
import type { Session } from './session.ts'

/** Somebody, and the call that is meant. */
interface OwnCall {
  readonly person: Person
  readonly call: LiveCall
}

export interface CallTarget {
  /** A name or an id. */
  readonly to: string
  readonly callId?: CallId | undefined
}

export type OwnCalls = ReturnType<typeof createOwnCalls>

/** Which call a session means. Any but the person's own is answered like one that never was. */
export function createOwnCalls(deps: {
  readonly access: Access
  readonly store: CallStore
  readonly directory: Directory
}) {
  const { access, store, directory } = deps

  /** The name as it was when the call began counts as well: that is the one that the client was told. */
  async function isWith(other: Person, to: string): Promise<boolean> {
    if (to === other.id || nameKey(to) === nameKey(other.name)) return true
    return (await directory.find(to))?.id === other.id
  }

  return {
    /** The one that somebody has with another one. */
    async withSomebody(
      session: Session,
      { to, callId }: CallTarget,
    ): Promise<Outcome<OwnCall, 'unauthorized' | 'not-found'>> {
      const person = await access.identified(session)
      if (!person.ok) return person
      const call = await (callId === undefined ? store.liveOf(person.value.id) : store.find(callId))
      if (!call || call.phase === 'ended' || !isOfCall(call, person.value.id)) return noSuchCall()
      const isMeant = await isWith(otherOfCall(call, person.value.id), to)
      return isMeant ? succeed({ person: person.value, call }) : noSuchCall()
    },

    /** The one of this id. */
    async byId(
      session: Session,
      id: CallId,
    ): Promise<Outcome<OwnCall, 'unauthorized' | 'not-found'>> {
      const person = await access.identified(session)
      if (!person.ok) return person
      const call = await store.find(id)
      if (!call || call.phase === 'ended' || !isOfCall(call, person.value.id)) return noSuchCall()
      return succeed({ person: person.value, call })
    },
  }
}
