import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'

/** A Lua script that Redis runs as one step, known to it by the SHA-1 of its text. */
export interface Script {
  readonly lua: string
  readonly sha: string
}

const all: Script[] = []

export function script(lua: string): Script {
  const made = { lua, sha: createHash('sha1').update(lua).digest('hex') }
  all.push(made)
  return made
}

/**
 * Makes all of them known to Redis, which forgets them when it ends. A script that has to be sent
 * with its text first is overtaken by those that Redis knows, and calls are to be done in order.
 */
export async function loadScripts(redis: Redis): Promise<void> {
  await Promise.all(all.map(({ lua }) => redis.script('LOAD', lua)))
}
