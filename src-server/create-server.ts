import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { Config } from './config.ts'
import type { Parts } from './locate.ts'
import type { Log } from './ports/log.ts'
import type { PresenceNews } from './ports/presence-news.ts'
import type { PresenceStore } from './ports/presence-store.ts'
import { createAnnouncer } from './services/announcer.ts'
import { createChat } from './services/chat.ts'
import { createHealth } from './services/health.ts'
import { createIdentity } from './services/identity.ts'
import { createPresenceNews } from './services/presence-news.ts'
import { createRooms } from './services/rooms.ts'
import { createMemoryPresenceStore } from './store/memory/presence-store.ts'
import { openRedisStore, type RedisStore } from './store/redis/open-store.ts'
import { openSqliteStore, type SqliteStore } from './store/sqlite/open-store.ts'
import { systemClock, systemSecrets } from './system.ts'
import { createHttpApp } from './transport/http/app.ts'
import { addRoutes } from './transport/http/routes.ts'
import { createOriginPolicy } from './transport/origin-policy.ts'
import { createDispatcher } from './transport/socket/dispatcher.ts'
import { createSocketGateway } from './transport/socket/gateway.ts'
import { createHandlers } from './transport/socket/handlers.ts'
import { readVersion } from './version.ts'

export interface Server {
  /** What the host should know, as sentences. */
  readonly notices: readonly string[]
  /** Starts listening; the failure is the code of the system, such as `EADDRINUSE`. */
  listen(port: number): Promise<Result<{ readonly port: number }, ListenFailure>>
  /** People in rooms now. */
  countPeople(): Promise<number>
  /** Says goodbye, ends all connections, finishes writing. */
  close(): Promise<void>
}

export interface ListenFailure {
  readonly code: string
}

interface ServerOptions {
  readonly config: Config
  readonly parts: Parts
  readonly log: Log
  /** The store has ended by a bug; the process should end too and be started anew. */
  readonly onFatal: (error: Error) => void
}

/**
 * Puts the server together: the one place that knows which store, which transport and which clock.
 *
 * @returns one sentence when the store cannot be opened
 */
export async function createServer(options: ServerOptions): Promise<Result<Server, string>> {
  const { config, parts, log } = options
  const clock = systemClock
  const secrets = systemSecrets

  const opened = await openStores(options)
  if (!opened.ok) return fail(opened.error)
  const store = opened.value
  const { presence, fanOut } = store

  const policy = createOriginPolicy({ ...config, hostname: hostname() })
  const http = await createHttpApp({ policy, log, rendererDir: fileURLToPath(parts.rendererUrl) })
  const gateway = createSocketGateway(http.server, { policy, clock, log, fanOut })
  const { broadcaster } = gateway

  const base = { presence, broadcaster, clock, log, rooms: store.rooms, messages: store.messages }
  const newMessageId = () => secrets.newMessageId()
  const announcer = createAnnouncer(base)
  const identity = createIdentity({ ...base, people: store.people, secrets })
  const rooms = createRooms({ ...base, identity, announcer, newMessageId })
  const chat = createChat({ ...base, rooms, newMessageId })
  store.report(
    createPresenceNews({
      ...base,
      announcer,
      identity,
      newMessageId,
      disconnect: (sessionId) => gateway.disconnect(sessionId),
    }),
  )
  const health = createHealth({ clock, isStoreHealthy: () => store.isHealthy() })

  addRoutes(http, {
    announcer,
    presence,
    health,
    serverName: config.serverName,
    version: readVersion(),
  })
  const handlers = createHandlers({ rooms, chat })
  const dispatcher = createDispatcher({ handlers, log, now: () => clock.monotonic() })
  gateway.serve({ dispatcher, identity, rooms, announcer })

  return succeed({
    notices: store.notices,
    countPeople: () => presence.total(),
    async listen(port) {
      try {
        await http.listen({ port, host: config.host })
        const address = http.server.address()
        return succeed({ port: typeof address === 'object' && address ? address.port : port })
      } catch (error) {
        return fail({ code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' })
      }
    },
    async close() {
      broadcaster.toOwn('server:closing', { restarting: false })
      await gateway.close()
      await http.close()
      await store.close()
    },
  })
}

/** Both stores of a server, durable and ephemeral. */
interface Stores extends Pick<
  SqliteStore,
  'messages' | 'people' | 'rooms' | 'notices' | 'isHealthy' | 'close'
> {
  readonly presence: PresenceStore
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
async function openStores(options: ServerOptions): Promise<Result<Stores, string>> {
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
  const presence = createMemoryPresenceStore()
  return succeed({ ...durable.value, presence, fanOut: null, report: () => {} })
}
