import {
  isMissed,
  occupiedBy,
  parseCall,
  wasAnswered,
  type Call,
  type EndedCall,
  type LiveCall,
} from '#shared/domain/call.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import type { CallStore } from '../../ports/call-store.ts'
import { ADD, BEGIN, CHANGE, FIND, FORGET, LIST, LIVE_OF, UNWRITTEN } from './call-scripts.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import type { Script } from './script.ts'

type Args = readonly (string | number)[]

/** Calls in Redis: each verb that changes anything is one script. */
export function createCallStore(link: Link, keys: Keys): CallStore {
  const run = (script: Script, ...args: Args): Promise<unknown> =>
    link.run(script, [keys.calls], args)

  return {
    async begin(call) {
      return toLive(await run(BEGIN, call.id, JSON.stringify(call), ...occupiedBy(call)))
    },

    async change(before, after) {
      const group = wasAnswered(after) ? (after.group?.id ?? '') : ''
      const occupied = after.phase === 'ended' ? [] : occupiedBy(after)
      return (await run(CHANGE, before.revision, ...argsOf(after), group, ...occupied)) === 1
    },

    async add(call) {
      await run(ADD, ...argsOf(call))
    },

    async find(id) {
      const text = (await run(FIND, id)) as string | null
      return text === null ? null : parseCall(text)
    },

    liveOf: async (personId) => toLive(await run(LIVE_OF, personId)),

    async peopleLetInto(groupId) {
      const people = await link.ask((redis) => redis.smembers(`${keys.calls}in:${groupId}`))
      return people as PersonId[]
    },

    async live() {
      const texts = await link.ask((redis) => redis.hvals(`${keys.calls}live`))
      return texts.map((text) => parseCall(text) as LiveCall)
    },

    unwritten: async () => toEnded(await run(UNWRITTEN)),

    async noteWritten(id) {
      await link.ask((redis) => redis.srem(`${keys.calls}unwritten`, id))
    },

    list: async (personId, { filter, before, limit }) =>
      toEnded(await run(LIST, filter, personId, before ?? '', limit)),

    forget: async (before, max) => (await run(FORGET, before, max)) as number,
  }
}

/** What the scripts need to know of a call, in their order. */
const argsOf = (call: Call): Args => [
  ...[call.id, call.caller.id, call.callee.id, JSON.stringify(call), call.phase],
  ...[call.startedAt, call.phase === 'ended' && isMissed(call) ? '1' : ''],
]

const toLive = (text: unknown): LiveCall | null =>
  typeof text === 'string' ? (parseCall(text) as LiveCall) : null

const toEnded = (texts: unknown): readonly EndedCall[] =>
  (texts as readonly string[]).map((text) => parseCall(text) as EndedCall)
