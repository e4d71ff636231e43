import { endOf, groupOfAnswered, personOfDevice, type LiveCall } from '#shared/domain/call.ts'
import type { PersonId, SessionId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { DEVICES_HELD_FOR_MS, type CallDevices } from '../ports/call-devices.ts'
import type { CallStore } from '../ports/call-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { Unavailable } from '../ports/unavailable.ts'
import type { CallChanges } from './call-changes.ts'
import { createGroupKeeping } from './group-keeping.ts'
import type { GroupPlaces } from './group-places.ts'
import { createRepeat } from './repeat.ts'

/** Nobody rings much longer than until the moment in which it is over. */
const BEAT_EVERY_MS = 1_000

/** Whoever ended a call writes its entry at once; after this time they have not. */
const WRITTEN_WITHIN_MS = 5_000

/** A device is held before its call is stored: one that is in no live call may be on its way into one so long. */
const BEGUN_WITHIN_MS = 10_000

interface Holding {
  readonly personId: PersonId
  /** By the clock that only goes on. */
  readonly since: number
}

export type CallKeeping = ReturnType<typeof createCallKeeping>

/**
 * Looks after calls: which devices of this instance are in one, which have lost it, and what is over because
 * time has passed. Each instance looks after all calls, so none outlives those who had it.
 */
export function createCallKeeping(deps: {
  readonly store: CallStore
  readonly devices: CallDevices
  readonly places: GroupPlaces
  readonly changes: CallChanges
  readonly clock: Clock
  readonly log: Log
}) {
  const { store, devices, changes, clock, log } = deps
  const judgeGroups = createGroupKeeping(deps)
  /** Connections of this instance that are in a call, or about to be. */
  const own = new Map<SessionId, Holding>()
  /** Before this moment others may not have had the time to say which devices they have. */
  let judgesFrom = Infinity
  const beats = createRepeat(clock, BEAT_EVERY_MS, beat)

  const giveTime = (): void => {
    judgesFrom = clock.monotonic() + DEVICES_HELD_FOR_MS
  }

  /** Those that have to be there for the call to go on. */
  function devicesOf(call: LiveCall): readonly SessionId[] {
    if (groupOfAnswered(call) !== null) return []
    const ends = [call.caller, call.callee].map(({ id }) => endOf(call, id))
    return ends.flatMap((end) => end?.device ?? [])
  }

  function isAway(call: LiveCall, device: SessionId): boolean {
    const person = personOfDevice(call, device)
    return person !== null && (endOf(call, person.id)?.awaySince ?? null) !== null
  }

  /** Its instance says nothing of it any more, so it was last there before that began. */
  const lastSeen = (): number => clock.now() - DEVICES_HELD_FOR_MS

  async function judge(call: LiveCall, held: ReadonlySet<SessionId>): Promise<void> {
    for (const device of devicesOf(call)) {
      if (own.has(device)) {
        if (isAway(call, device)) {
          await changes.apply(call, { type: 'device-back', device, at: clock.now() })
        }
      } else if (!held.has(device) && !isAway(call, device) && clock.monotonic() >= judgesFrom) {
        await changes.apply(call, { type: 'device-away', device, at: lastSeen() })
      }
    }
    await changes.apply(call, { type: 'time', at: clock.now() })
  }

  async function lookAfter(): Promise<void> {
    const live = await store.live()
    const inCalls = new Set(live.flatMap(devicesOf))
    const settledBefore = clock.monotonic() - BEGUN_WITHIN_MS
    for (const [device, { since }] of own) {
      if (!inCalls.has(device) && since <= settledBefore) own.delete(device)
    }
    await devices.hold([...own.keys()])
    const held = await devices.held([...inCalls].filter((device) => !own.has(device)))
    if (clock.monotonic() >= judgesFrom) await judgeGroups(live)
    for (const call of live) await judge(call, held)
    for (const call of await store.unwritten()) {
      if (clock.now() - call.endedAt >= WRITTEN_WITHIN_MS) await changes.write(call)
    }
  }

  async function beat(): Promise<void> {
    try {
      await lookAfter()
    } catch (error) {
      // While nothing could be stored nobody could say either which devices there are.
      giveTime()
      if (!(error instanceof Unavailable)) log.error({ err: error }, 'could not look after calls')
    }
  }

  return {
    /** The connection of this instance is about to be in a call of this person: said before anybody can miss it. */
    async hold(device: SessionId, { id }: Pick<Person, 'id'>): Promise<void> {
      own.set(device, { personId: id, since: clock.monotonic() })
      await devices.hold([...own.keys()])
    },

    /** The connection has ended. */
    async drop(device: SessionId): Promise<void> {
      const holding = own.get(device)
      own.delete(device)
      const call = holding ? await store.liveOf(holding.personId) : null
      // The machine refuses it where another device has the call by now.
      if (call) await changes.apply(call, { type: 'device-away', device, at: clock.now() })
    },

    start(): void {
      giveTime()
      beats.start()
    },

    close: beats.stop,
  }
}
