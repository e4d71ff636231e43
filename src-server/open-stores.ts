import { succeed, type Result } from '#shared/lib/result.ts'
import type { Config } from './config.ts'
import type { Parts } from './locate.ts'
import type { Log } from './ports/log.ts'
import type { PresenceNews } from './ports/presence-news.ts'
import type { DurableStores, EphemeralStores } from './ports/stores.ts'
import { createMemoryCallDevices } from './store/memory/call-devices.ts'
import { createMemoryInstances } from './store/memory/instances.ts'
import { createMemoryLimits } from './store/memory/limits.ts'
import { createMemoryPresenceStore } from './store/memory/presence-store.ts'
import { createMemorySlowMode } from './store/memory/slow-mode.ts'
import { createMemoryVoiceHomes } from './store/memory/voice-homes.ts'
import { createMemoryVoiceLink } from './store/memory/voice-link.ts'
import { openRedisStore, type RedisStore } from './store/redis/open-store.ts'
import { openSqliteStore } from './store/sqlite/open-store.ts'
import { systemClock } from './system.ts'

/** Both stores of a server, durable and ephemeral. */
interface Stores extends DurableStores, EphemeralStores {
  /** Carries events to other instances; null when there can be none. */
  readonly fanOut: RedisStore['fanOut'] | null
  /** Where to tell what happens in the stores without having been asked for. */
  report(news: PresenceNews): void
}

/**
 * Everything in Redis, which other instances may share, or everything in a folder of this machine:
 * never a part here and a part there.
 *
 * @returns one sentence when a store cannot be opened
 */
export async function openStores(options: {
  readonly config: Config
  readonly parts: Parts
  readonly log: Log
  /** The thread that has the database has ended by a bug. */
  readonly onFatal: (error: Error) => void
}): Promise<Result<Stores, string>> {
  const { config, parts, log, onFatal } = options
  if (config.redis) {
    return openRedisStore({
      address: config.redis,
      prefix: config.redisPrefix,
      clock: systemClock,
      log,
    })
  }
  const durable = await openSqliteStore({
    folder: config.dataDir,
    workerUrl: parts.sqliteWorkerUrl,
    clock: systemClock,
    onLost: onFatal,
  })
  if (!durable.ok) return durable
  return succeed({ ...durable.value, ...inMemory(), fanOut: null, report: () => {} })
}

function inMemory(): EphemeralStores {
  const voiceHomes = createMemoryVoiceHomes()
  return {
    presence: createMemoryPresenceStore(),
    instances: createMemoryInstances(),
    slowMode: createMemorySlowMode(),
    limits: createMemoryLimits(),
    voiceHomes,
    voiceLink: createMemoryVoiceLink(voiceHomes.self),
    callDevices: createMemoryCallDevices(),
  }
}
