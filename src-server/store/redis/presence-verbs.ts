import type { PersonId, RoomId, SessionId } from '#shared/domain/ids.ts'
import type { Departure, Here, NameClaim } from '../../ports/presence-store.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import {
  BEAT,
  CLAIM,
  DROP,
  ENTER,
  HERE,
  LEAVE,
  PEOPLE_IN,
  REGISTER,
  ROOMS_OF,
  SET_ACTIVE,
  SET_HIDDEN,
  SWEEP,
} from './presence-scripts.ts'
import { toPerson } from './replies.ts'
import type { Script } from './script.ts'

type DepartureReply = readonly [room: RoomId, person: string, name: string, wasLast: number] | null

type HereReply = readonly [id: PersonId, sessions: number, isActive: number]

interface Swept {
  readonly departures: readonly Departure[]
  /** Who is not here at all any more. */
  readonly vanished: readonly PersonId[]
  readonly more: boolean
}

/** Sessions that one sweep takes out: a script keeps everybody else waiting. */
const SWEEP_MAX = 200

export type PresenceVerbs = ReturnType<typeof createPresenceVerbs>

/** The scripts about presence, in the terms of the domain. */
export function createPresenceVerbs(link: Link, keys: Keys, instance: string) {
  const run = (script: Script, ...args: (string | number)[]): Promise<unknown> =>
    link.run(script, [keys.presence], args)

  return {
    async claim({ sessionId, person, keys: names, isHidden }: NameClaim): Promise<boolean> {
      const taken = [instance, sessionId, person.id, person.name, JSON.stringify(names)]
      return (await run(CLAIM, ...taken, isHidden ? '1' : '')) === 1
    },

    async enter(sessionId: SessionId, roomId: RoomId) {
      const [isFirst, left] = (await run(ENTER, instance, sessionId, roomId)) as readonly [
        number,
        DepartureReply,
      ]
      return { isFirst: isFirst === 1, left: toDeparture(left) }
    },

    leave: async (sessionId: SessionId): Promise<Departure | null> =>
      toDeparture((await run(LEAVE, sessionId)) as DepartureReply),

    drop: async (sessionId: SessionId): Promise<Departure | null> =>
      toDeparture((await run(DROP, instance, sessionId)) as DepartureReply),

    setActive: async (sessionId: SessionId, isActive: boolean): Promise<boolean> =>
      (await run(SET_ACTIVE, sessionId, isActive ? '1' : '')) === 1,

    setHidden: async (personId: PersonId, isHidden: boolean): Promise<readonly RoomId[]> => [
      ...new Set((await run(SET_HIDDEN, personId, isHidden ? '1' : '')) as RoomId[]),
    ],

    /** With nobody named, everybody who is here. */
    async here(...people: PersonId[]): Promise<ReadonlyMap<PersonId, Here>> {
      const found = (await run(HERE, ...people)) as readonly HereReply[]
      return new Map(
        found.map(([id, sessions, isActive]) => [id, { sessions, isActive: isActive === 1 }]),
      )
    },

    async peopleIn(roomId: RoomId) {
      const found = (await run(PEOPLE_IN, roomId)) as readonly (readonly [string, string])[]
      return found.map(([id, name]) => toPerson(id, name))
    },

    async roomsOf(personId: PersonId): Promise<readonly RoomId[]> {
      return [...new Set((await run(ROOMS_OF, personId)) as RoomId[])]
    },

    async counts(): Promise<ReadonlyMap<RoomId, number>> {
      const counts = await link.ask((redis) => redis.hgetall(`${keys.presence}counts`))
      return new Map(
        Object.entries(counts).map(([roomId, people]) => [roomId as RoomId, Number(people)]),
      )
    },

    total: (): Promise<number> => link.ask((redis) => redis.hlen(`${keys.presence}present`)),

    /** @returns false when the others took this instance for dead, or Redis forgot it */
    beat: async (ttlMs: number): Promise<boolean> => (await run(BEAT, instance, ttlMs)) === 1,
    register: (ttlMs: number): Promise<unknown> => run(REGISTER, instance, ttlMs),

    async sweep(): Promise<Swept> {
      const [departures, vanished, more] = (await run(SWEEP, SWEEP_MAX)) as readonly [
        DepartureReply[],
        PersonId[],
        number,
      ]
      return {
        departures: departures.flatMap((reply) => toDeparture(reply) ?? []),
        vanished,
        more: more === 1,
      }
    },

    /** Counts as dead from now on, so that the others take over what is left. */
    abandon: (): Promise<unknown> =>
      link.ask((redis) => redis.del(`${keys.presence}beat:${instance}`)),
  }
}

const toDeparture = (reply: DepartureReply): Departure | null =>
  reply && { roomId: reply[0], person: toPerson(reply[1], reply[2]), wasLast: reply[3] === 1 }
