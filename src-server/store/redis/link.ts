import type { Redis } from 'ioredis'
import type { Log } from '../../ports/log.ts'
import { faultOf, isLost, isUnknownScript, reasonOf } from './faults.ts'
import type { Script } from './script.ts'

/** Asking Redis, with errors already turned into what the ports promise. */
export interface Link {
  /** @throws Unavailable when Redis cannot be asked or cannot do it now */
  ask<Value>(question: (redis: Redis) => Promise<Value>): Promise<Value>
  /** Runs a script by its hash; its text is sent only to a Redis that has not seen it. */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>
  /** Everything works again; says so, once. @returns whether it was lost before */
  noteFound(): boolean
  noteLost(error: unknown): void
  isFound(): boolean
}

/** Watches one connection's answers and says once when Redis is lost and once when it is back. */
export function createLink(redis: Redis, log: Log): Link {
  let isFound = true

  function noteLost(error: unknown): void {
    if (!isFound) return
    isFound = false
    log.warn({ reason: reasonOf(error) }, 'Redis is lost: nothing can be stored until it is back')
  }

  const link: Link = {
    async ask(question) {
      try {
        return await question(redis)
      } catch (error) {
        if (isLost(error)) noteLost(error)
        throw faultOf(error)
      }
    },
    run: ({ sha, lua }, keys, args) =>
      link.ask(async () => {
        try {
          return await redis.evalsha(sha, keys.length, ...keys, ...args)
        } catch (error) {
          if (!isUnknownScript(error)) throw error
          return redis.eval(lua, keys.length, ...keys, ...args)
        }
      }),
    noteLost,
    noteFound() {
      if (isFound) return false
      isFound = true
      log.warn({}, 'Redis is back')
      return true
    },
    isFound: () => isFound,
  }
  return link
}
