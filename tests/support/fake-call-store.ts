import {
  occupiedBy,
  wasAnswered,
  type Call,
  type EndedCall,
  type LiveCall,
} from '#shared/domain/call.ts'
import type { CallId, SessionId } from '#shared/domain/ids.ts'
import { DEVICES_HELD_FOR_MS, type CallDevices } from '../../src-server/ports/call-devices.ts'
import type { CallStore } from '../../src-server/ports/call-store.ts'
import { Unavailable } from '../../src-server/ports/unavailable.ts'

export interface FakeCallStore extends CallStore {
  /** While it is lost everything that is asked of it fails. */
  isLost: boolean
  readonly all: ReadonlyMap<CallId, Call>
}

/** Calls in memory, as long as the test runs, for several services at once. */
export function createFakeCallStore(): FakeCallStore {
  const all = new Map<CallId, Call>()
  const unwritten = new Set<CallId>()

  const live = (): LiveCall[] => {
    if (store.isLost) throw new Unavailable('The store is lost')
    return [...all.values()].filter((call) => call.phase !== 'ended')
  }
  const put = (call: Call): void => {
    all.set(call.id, call)
    if (call.phase === 'ended') unwritten.add(call.id)
  }

  const store: FakeCallStore = {
    isLost: false,
    all,
    async begin(call) {
      const taken = occupiedBy(call).flatMap((id) =>
        live().filter((other) => occupiedBy(other).includes(id)),
      )
      if (!taken[0]) put(call)
      return taken[0] ?? null
    },
    async change(before, after) {
      const isSo = live().some(
        ({ id, revision }) => id === before.id && revision === before.revision,
      )
      if (isSo) put(after)
      return isSo
    },
    async add(call) {
      live()
      put(call)
    },
    find: async (id) => (live(), all.get(id) ?? null),
    liveOf: async (personId) => live().find((call) => occupiedBy(call).includes(personId)) ?? null,
    async peopleLetInto(groupId) {
      live()
      const found = [...all.values()].filter(({ group }) => group?.id === groupId)
      return found.filter(wasAnswered).flatMap(({ caller, callee }) => [caller.id, callee.id])
    },
    live: async () => live(),
    unwritten: async () => (live(), [...unwritten].map((id) => all.get(id) as EndedCall)),
    async noteWritten(id) {
      live()
      unwritten.delete(id)
    },
    list: async () => [],
    forget: async () => 0,
  }
  return store
}

/** Devices of several instances: what an instance does not say again is forgotten. */
export function createFakeCallDevices(now: () => number): CallDevices {
  const until = new Map<SessionId, number>()
  return {
    async hold(ids) {
      for (const id of ids) until.set(id, now() + DEVICES_HELD_FOR_MS)
    },
    held: async (ids) => new Set(ids.filter((id) => (until.get(id) ?? 0) > now())),
  }
}
