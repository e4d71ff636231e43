import { randomUUID } from 'node:crypto'
import type { CallId, PersonId } from '#shared/domain/ids.ts'
import { CALL_ALLOWANCE } from './allowance.ts'
import { createCallLines } from './call-lines.ts'
import type { Passes } from './passes.ts'

/** A device asks over each of its networks at once; more of them lead nowhere that these do not. */
const PLACES = 4

/** The one that counts, and those by which something may still be going through. */
const PASSES_MAX = 4

/**
 * Passes for the two sides of calls. Each asking gives a new one: with the one before nothing new is
 * begun, so a device that another one of the same person has followed cannot come back with it, and one
 * that only looks for a better way keeps what it has until then.
 */
export function createCallPasses(passes: Passes) {
  const lines = createCallLines()
  const calls = new Map<CallId, Map<PersonId, readonly string[]>>()

  function addFor(callId: CallId, personId: PersonId, username: string): void {
    const people = calls.get(callId) ?? new Map<PersonId, readonly string[]>()
    const all = [username, ...(people.get(personId) ?? [])]
    for (const former of all.slice(1)) passes.retire(former)
    for (const oldest of all.slice(PASSES_MAX)) passes.revoke(oldest)
    people.set(personId, all.slice(0, PASSES_MAX))
    calls.set(callId, people)
  }

  return {
    issue(
      callId: CallId,
      personId: PersonId,
    ): { readonly username: string; readonly credential: string } {
      const username = randomUUID()
      addFor(callId, personId, username)
      return passes.issue(username, {
        ...{ places: PLACES, allowance: CALL_ALLOWANCE },
        open: (_client, hear) => lines.open({ callId, personId }, hear),
      })
    },

    /** The call is over. */
    revoke(callId: CallId): void {
      const people = calls.get(callId)
      calls.delete(callId)
      for (const username of [...(people?.values() ?? [])].flat()) passes.revoke(username)
    },
  }
}
