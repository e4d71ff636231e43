import { fail, type Result } from '#shared/lib/result.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import type { Config } from './config.ts'
import type { Parts } from './locate.ts'
import type { ModerationStore } from './ports/moderation-store.ts'
import type { PeopleStore } from './ports/people-store.ts'
import { openRedisPeople } from './store/redis/open-people.ts'
import { hasDatabase } from './store/sqlite/open-archive.ts'
import { openSqliteStore } from './store/sqlite/open-store.ts'
import { systemClock } from './system.ts'

/** The people of a server that is stopped, or of one that is in Redis and may be running. */
export interface OpenPeople {
  readonly people: PeopleStore
  readonly moderation: ModerationStore
  /** Running instances forget what they remember of the person. */
  tell(personId: PersonId): Promise<void>
  close(): Promise<void>
}

/** The failure is one sentence. */
export async function openPeople(options: {
  readonly config: Config
  readonly parts: Parts
}): Promise<Result<OpenPeople, string>> {
  const { config, parts } = options
  const { redis, redisPrefix } = config
  if (redis) return openRedisPeople({ address: redis, prefix: redisPrefix, clock: systemClock })
  // Not even a folder may come into being for a mistyped DATA_DIR.
  if (!hasDatabase(config.dataDir)) {
    return fail(
      `There is no server in ${config.dataDir}. Set DATA_DIR to its data folder, or REDIS_URL to its Redis.`,
    )
  }
  const opened = await openSqliteStore({
    folder: config.dataDir,
    workerUrl: parts.sqliteWorkerUrl,
    clock: systemClock,
    onLost: (error) => {
      throw error
    },
  })
  if (!opened.ok) return opened
  const { people, moderation, close } = opened.value
  return { ok: true, value: { people, moderation, tell: async () => {}, close } }
}
