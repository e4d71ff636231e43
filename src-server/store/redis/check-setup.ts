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
 * Whether an acknowledged message is as safe as we say. What Redis does not tell (INFO and CONFIG may be
 * forbidden to our user) is said to be unknown.
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
  const [sync, save] = [await setting('appendfsync'), await setting('save')]
  const policy = info.get('maxmemory_policy') ?? (await setting('maxmemory-policy'))
  const notices = [sayGuarantee(`Redis at ${place}`, { appendOnly, sync, save })]
  if (policy !== undefined && policy !== 'noeviction') {
    notices.push(
      `Redis at ${place} may throw away messages when its memory is full (${policy}): set "maxmemory-policy noeviction" in its configuration.`,
    )
  }
  return { refusal: null, notices }
}

/** The settings about saving; undefined is one that Redis does not tell. */
type Saving = Readonly<Record<'appendOnly' | 'sync' | 'save', string | undefined>>

/** Which promise about acknowledged messages holds with these settings, in one sentence. */
function sayGuarantee(redis: string, { appendOnly, sync, save }: Saving): string {
  if (appendOnly === 'no') {
    const fate =
      save === ''
        ? 'keeps everything in memory only, and all of it is lost'
        : 'saves only now and then, and acknowledged messages since then are lost'
    return `${redis} ${fate} when it ends suddenly: set "appendonly yes" and "appendfsync always" in its configuration.`
  }
  if (appendOnly === undefined || sync === undefined) {
    return `${redis} does not tell this user how it saves, so Parley cannot know whether acknowledged messages survive its sudden end: allow INFO and CONFIG GET, or see to "appendonly yes" and "appendfsync always".`
  }
  switch (sync) {
    case 'always':
      return `${redis} syncs before it answers: an acknowledged message survives its sudden end and a power cut.`
    case 'everysec':
      return `${redis} syncs once a second, and may lose the last second or two of acknowledged messages in a power cut: set "appendfsync always" in its configuration.`
    default:
      return `${redis} leaves it to its system when to sync, and may lose the last half minute of acknowledged messages in a power cut: set "appendfsync always" in its configuration.`
  }
}

const parseInfo = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('\r\n').flatMap((line) => {
      const colon = line.indexOf(':')
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)] as const] : []
    }),
  )
