import type { SessionId } from '#shared/domain/ids.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Arrived, PresenceNews } from '../../ports/presence-news.ts'
import type { LocalSessions } from './local-sessions.ts'
import type { PresenceVerbs } from './presence-verbs.ts'

/** An instance that has not been heard of for this long counts as dead. */
const DEAD_AFTER_MS = 15_000

/** After this time the other instances have found Redis too, and hear what is announced. */
const OTHERS_LISTEN_AFTER_MS = 3_000

export type PresenceKeeper = ReturnType<typeof createPresenceKeeper>

/** Keeps presence true: says that this instance lives, and clears up after those that died. */
export function createPresenceKeeper(deps: {
  readonly verbs: PresenceVerbs
  readonly local: LocalSessions
  readonly clock: Clock
}) {
  const { verbs, local, clock } = deps
  let sweepsFrom = -Infinity
  let tellsFrom = -Infinity

  /** An announcement that other instances do not hear is lost, so those of a recovery wait. */
  function audibly(news: PresenceNews): PresenceNews {
    const tell = (say: () => void): void => {
      const waitMs = tellsFrom - clock.monotonic()
      if (waitMs > 0) clock.after(waitMs, say)
      else say()
    }
    return {
      ...news,
      departed: (departures) => tell(() => news.departed(departures)),
      vanished: (people) => tell(() => news.vanished(people)),
      returned: (arrivals) => tell(() => news.returned(arrivals)),
    }
  }

  /** Makes Redis agree with what this instance knows of the session. */
  async function settle(id: SessionId, news: PresenceNews): Promise<Arrived | null> {
    const session = local.get(id)
    if (!session) {
      const departure = await verbs.drop(id)
      if (departure) news.departed([departure])
      return null
    }
    const { person, keys, isHidden, isActive, roomId } = session
    if (!(await verbs.claim({ sessionId: id, person, keys, isHidden }))) {
      local.delete(id)
      news.evicted(id)
      return null
    }
    await verbs.setActive(id, isActive)
    if (roomId === null) {
      const departure = await verbs.leave(id)
      if (departure) news.departed([departure])
      return null
    }
    const { isFirst, left } = await verbs.enter(id, roomId)
    if (left && left.roomId !== roomId) news.departed([left])
    return isFirst && left?.roomId !== roomId ? { roomId, person } : null
  }

  async function settleDoubts(news: PresenceNews): Promise<void> {
    const waiting = [...local.takeDoubtful()]
    const arrivals: Arrived[] = []
    try {
      for (let id = waiting[0]; id !== undefined; id = waiting[0]) {
        const arrived = await settle(id, news)
        if (arrived) arrivals.push(arrived)
        waiting.shift()
      }
    } finally {
      // What could not be asked now is asked the next time.
      waiting.forEach(local.doubt)
      if (arrivals.length > 0) news.returned(arrivals)
    }
  }

  async function sweep(news: PresenceNews): Promise<void> {
    for (let more = true; more;) {
      const swept = await verbs.sweep()
      if (swept.departures.length > 0) news.departed(swept.departures)
      if (swept.vanished.length > 0) news.vanished(swept.vanished)
      more = swept.more
    }
  }

  return {
    /** To be called every few seconds while Redis answers. */
    async keep(listener: PresenceNews): Promise<void> {
      const news = audibly(listener)
      if (!(await verbs.beat(DEAD_AFTER_MS))) {
        // The others took this instance for dead, or Redis lost everything: all begin anew.
        local.entries().forEach(([id]) => local.doubt(id))
        await verbs.register(DEAD_AFTER_MS)
      }
      await settleDoubts(news)
      if (clock.monotonic() >= sweepsFrom) await sweep(news)
    },

    /** While Redis was away nobody could say that they live, so all get the time to do it. */
    handleRedisFound(): void {
      sweepsFrom = clock.monotonic() + DEAD_AFTER_MS
      tellsFrom = clock.monotonic() + OTHERS_LISTEN_AFTER_MS
    },

    /** Leaves its sessions to the others, who tell the rooms unless the people are back by then. */
    abandon: () => verbs.abandon(),
  }
}
