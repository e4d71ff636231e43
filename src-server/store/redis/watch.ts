import type { Redis } from 'ioredis'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { PresenceNews } from '../../ports/presence-news.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import type { Connections } from './connect.ts'
import type { createEpoch } from './epoch.ts'
import { faultOf } from './faults.ts'
import type { Link } from './link.ts'
import type { LocalSessions } from './local-sessions.ts'
import type { PresenceKeeper } from './presence-keeper.ts'

/** Five signs of life fit into the time after which an instance counts as dead. */
const LOOK_EVERY_MS = 3_000

/** The last words of an instance are not worth waiting for longer. */
const CLOSE_WITHIN_MS = 500

/** Looks after the link to Redis: every few seconds, and at once when a connection is back. */
export function watchRedis(deps: {
  readonly connections: Connections
  readonly link: Link
  readonly epoch: ReturnType<typeof createEpoch>
  readonly keeper: PresenceKeeper
  readonly local: LocalSessions
  readonly clock: Clock
  readonly log: Log
  readonly news: PresenceNews
}) {
  const { connections, link, epoch, keeper, local, clock, log, news } = deps
  const { main, subscriber } = connections
  let isClosed = false
  /** Since the last look that went well, events of other instances may have been lost. */
  let hasGap = false
  let looking: Promise<void> | null = null
  let lookAgain = false
  let cancelTimer = (): void => {}

  function lose(error: unknown): void {
    if (isClosed) return
    hasGap = true
    link.noteLost(error)
  }

  async function feel(connection: Redis): Promise<void> {
    try {
      await connection.ping()
    } catch (error) {
      // One that is open and does not answer may never answer again.
      if (connection.status === 'ready') connection.disconnect(true)
      throw faultOf(error)
    }
  }

  async function look(): Promise<void> {
    await Promise.all([feel(main), feel(subscriber)])
    // Everybody has to say that they live before anybody is taken for dead.
    if (!link.isFound()) {
      hasGap = true
      keeper.handleRedisFound()
    }
    await epoch.check()
    await keeper.keep(news)
    link.noteFound()
    if (!hasGap) return
    hasGap = false
    news.missed(local.places())
  }

  async function lookSafely(): Promise<void> {
    try {
      await look()
    } catch (error) {
      if (isClosed) return
      lose(error)
      if (!(error instanceof Unavailable)) {
        log.error({ reason: String(error) }, 'could not look after Redis')
      }
    }
  }

  /** One look at a time; whoever asks during one gets another one after it. */
  function lookSoon(): void {
    if (isClosed) return
    if (looking) {
      lookAgain = true
      return
    }
    cancelTimer()
    looking = lookSafely().finally(() => {
      looking = null
      if (isClosed) return
      cancelTimer = clock.after(LOOK_EVERY_MS, lookSoon)
      if (!lookAgain) return
      lookAgain = false
      lookSoon()
    })
  }

  for (const connection of [main, subscriber]) {
    connection.on('close', () => lose(new Error('the connection has ended')))
    connection.on('ready', lookSoon)
  }
  cancelTimer = clock.after(LOOK_EVERY_MS, lookSoon)

  return {
    async close(): Promise<void> {
      isClosed = true
      cancelTimer()
      await Promise.race([
        keeper.abandon().catch(() => undefined),
        new Promise<void>((resolve) => clock.after(CLOSE_WITHIN_MS, resolve)),
      ])
      connections.close()
    },
  }
}
