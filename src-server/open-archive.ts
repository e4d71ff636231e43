import type { ArchiveRecord } from '#shared/archive/records.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { Config } from './config.ts'
import { controlAddress } from './control/address.ts'
import { askControl } from './control/ask-control.ts'
import type { Parts } from './locate.ts'
import { openBlobs } from './open-blobs.ts'
import type { ArchiveSize, ArchiveStore } from './ports/archive-store.ts'
import type { BlobStore } from './ports/blob-store.ts'
import { openRedisArchive } from './store/redis/open-archive.ts'
import {
  hasDatabase,
  openSqliteArchive,
  openSqliteReplacement,
  type OpenArchiveStore,
} from './store/sqlite/open-archive.ts'
import { systemClock } from './system.ts'

/** A server to be written down: its store and its files. */
export interface ArchiveSource {
  readonly size: ArchiveSize
  dump(): AsyncIterable<ArchiveRecord>
  readonly blobs: BlobStore
  close(): Promise<void>
}

/** A place for a server that comes out of an archive. */
export interface ArchiveTarget {
  readonly archive: ArchiveStore
  readonly blobs: BlobStore
  /** Complete after the load, as sentences. */
  readonly notices: readonly string[]
  close(): Promise<void>
}

interface Options {
  readonly config: Config
  readonly parts: Parts
}

/** Redis, the database, or the running server that has the database; the failure is one sentence. */
export async function openArchiveSource(options: Options): Promise<Result<ArchiveSource, string>> {
  const { config } = options
  if (!config.redis) {
    // Not even a folder may come into being for a mistyped DATA_DIR.
    if (!hasDatabase(config.dataDir)) {
      return fail(
        `There is no server in ${config.dataDir}. Set DATA_DIR to its data folder, or REDIS_URL to its Redis.`,
      )
    }
    const running = await askRunningServer(config.dataDir)
    if (!running.ok) return running
    if (running.value) return withBlobs(options, running.value)
  }
  const opened = await openStore(options)
  if (!opened.ok) return opened
  const { archive, close } = opened.value
  const size = await archive.size()
  return withBlobs(options, { size, dump: () => archive.dump(), close })
}

/** @param replace what is there is replaced instead of being in the way; in a folder only */
export async function openArchiveTarget(
  options: Options,
  { replace }: { readonly replace: boolean },
): Promise<Result<ArchiveTarget, string>> {
  const { config } = options
  const opened =
    replace && !config.redis
      ? await openSqliteReplacement(sqliteOptions(options))
      : await openStore(options)
  return opened.ok ? withBlobs(options, opened.value) : opened
}

const openStore = (options: Options): Promise<Result<OpenArchiveStore, string>> => {
  const { redis, redisPrefix } = options.config
  return redis
    ? openRedisArchive({ address: redis, prefix: redisPrefix, clock: systemClock })
    : openSqliteArchive(sqliteOptions(options))
}

const sqliteOptions = ({ config, parts }: Options) => ({
  folder: config.dataDir,
  workerUrl: parts.sqliteWorkerUrl,
  clock: systemClock,
})

async function askRunningServer(dataDir: string) {
  const address = controlAddress(dataDir, process.platform)
  try {
    const running = address === null ? null : await askControl(address)
    return succeed(running && { ...running, close: async () => running.close() })
  } catch (error) {
    return fail(error instanceof Error ? `${error.message}.` : String(error))
  }
}

async function withBlobs<Place extends { close(): Promise<void> }>(
  { config }: Options,
  place: Place,
): Promise<Result<Place & { readonly blobs: BlobStore }, string>> {
  const blobs = await openBlobs(config, true)
  if (blobs.ok) return succeed({ ...place, blobs: blobs.value })
  await place.close()
  return blobs
}
