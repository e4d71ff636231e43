import type { PersonId, RoomId, SessionId } from '#shared/domain/ids.ts'
import type { Departure, NameClaim } from '../../ports/presence-store.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import {
  BEAT,
  CLAIM,
  DROP,
  ENTER,
  LEAVE,
  PEOPLE_IN,
  REGISTER,
  ROOMS_OF,
  SWEEP,
} from './presence-scripts.ts'
import { toPerson } from './replies.ts'
import type { Script } from './script.ts'

type DepartureReply = readonly [room: RoomId, person: string, name: string, wasLast: number] | null

/** Sessions that one sweep takes out: a script keeps everybody else waiting. */
const SWEEP_MAX = 200

export type PresenceVerbs = ReturnType<typeof createPresenceVerbs>

/** The scripts about presence, in the terms of the domain. */
export function createPresenceVerbs(link: Link, keys: Keys, instance: string) {
  const run = (script: Script, ...args: (string | number)[]): Promise<unknown> =>
    link.run(script, [keys.presence], args)

  return {
    async claim({ sessionId, person, keys: names }: NameClaim): Promise<boolean> {
      const taken = [instance, sessionId, person.id, person.name, JSON.stringify(names)]
      return (await run(CLAIM, ...taken)) === 1
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

    async sweep(): Promise<{ departures: readonly Departure[]; more: boolean }> {
      const [departures, more] = (await run(SWEEP, SWEEP_MAX)) as readonly [
        DepartureReply[],
        number,
      ]
      return {
        departures: departures.flatMap((reply) => toDeparture(reply) ?? []),
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
