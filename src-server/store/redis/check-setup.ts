import type { Redis } from 'ioredis'
import type { RedisAddress } from '../../redis-url.ts'
import { placeOf } from './start-failure.ts'

export interface Setup {
  /** One sentence when this Redis cannot be used at all. */
  readonly refusal: string | null
  /** What whoever runs the server should know, as sentences. */
  readonly notices: readonly string[]
}

/** HSET with several fields, ACLs and TLS are all in it; older ones are not maintained. */
const OLDEST_MAJOR = 6

/**
 * Whether an acknowledged message is as safe as we say. What Redis does not tell (INFO and CONFIG
 * may be forbidden to our user) is not held against it.
 */
export async function checkSetup(redis: Redis, address: RedisAddress): Promise<Setup> {
  const info = parseInfo(await redis.info().catch(() => ''))
  const place = placeOf(address)
  const major = Number.parseInt(info.get('redis_version') ?? String(OLDEST_MAJOR), 10)
  if (major < OLDEST_MAJOR) {
    const refusal = `Redis at ${place} is version ${info.get('redis_version')}, but Parley needs version ${OLDEST_MAJOR}.2 or newer, or Valkey.`
    return { refusal, notices: [] }
  }
  if (info.get('cluster_enabled') === '1') {
    const refusal = `Redis at ${place} is a node of a Cluster, which Parley cannot use: give it a single Redis.`
    return { refusal, notices: [] }
  }
  const setting = async (name: string): Promise<string | undefined> => {
    const reply = await redis.config('GET', name).catch(() => [])
    return (reply as readonly string[])[1]
  }
  const aofEnabled = info.get('aof_enabled')
  const appendOnly =
    aofEnabled === undefined ? await setting('appendonly') : aofEnabled === '1' ? 'yes' : 'no'
  const sync = await setting('appendfsync')
  const policy = info.get('maxmemory_policy') ?? (await setting('maxmemory-policy'))
  return { refusal: null, notices: noticesFor(place, { appendOnly, sync, policy }) }
}

function noticesFor(
  place: string,
  found: Readonly<Record<'appendOnly' | 'sync' | 'policy', string | undefined>>,
): string[] {
  const { appendOnly, sync, policy } = found
  const wrong: string[] = []
  if (appendOnly === 'no') wrong.push('"appendonly yes"')
  if (sync !== undefined && (sync !== 'always' || appendOnly === 'no')) {
    wrong.push('"appendfsync always"')
  }
  const notices: string[] = []
  if (wrong.length > 0) {
    notices.push(
      `Redis at ${place} may lose acknowledged messages when it ends suddenly: set ${wrong.join(' and ')} in its configuration.`,
    )
  }
  if (policy !== undefined && policy !== 'noeviction') {
    notices.push(
      `Redis at ${place} may throw away messages when its memory is full (${policy}): set "maxmemory-policy noeviction" in its configuration.`,
    )
  }
  return notices
}

const parseInfo = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('\r\n').flatMap((line) => {
      const colon = line.indexOf(':')
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)] as const] : []
    }),
  )
