import type { RoomId } from '#shared/domain/ids.ts'
import type { Broadcaster } from '../ports/broadcaster.ts'
import type { CallStore } from '../ports/call-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { Instances } from '../ports/instances.ts'
import type { Log } from '../ports/log.ts'
import type { ModerationStore } from '../ports/moderation-store.ts'
import type { RetentionStore } from '../ports/retention-store.ts'
import type { RoomStore } from '../ports/room-store.ts'

const DAY_MS = 86_400_000

/** Rules are in days: nobody notices some minutes. */
const LOOK_EVERY_MS = 10 * 60_000

/** After a start, or a change of the rules; several changes in a row are one. */
const LOOK_SOON_MS = 2_000

/** Some milliseconds of the store; whoever says something meanwhile comes in between. */
const REMOVED_AT_ONCE = 50

/** Claimed anew for each conversation; an instance that dies keeps the others waiting no longer. */
const CLAIMED_FOR_MS = 5 * 60_000

/** One conversation and how long it keeps what is said in it. */
interface Rule {
  readonly roomId: RoomId
  readonly days: number
}

/**
 * Removes what is older than the rules of the server and of its rooms allow, and has those who are
 * here forget it as well. The shorter one of two rules counts; conversations of two people follow the
 * server's.
 */
export function createRetention(deps: {
  readonly rooms: RoomStore
  readonly moderation: ModerationStore
  readonly store: RetentionStore
  readonly calls: Pick<CallStore, 'forget'>
  readonly instances: Instances
  readonly broadcaster: Broadcaster
  readonly clock: Clock
  readonly log: Log
}) {
  const { rooms, moderation, store, calls, instances, broadcaster, clock, log } = deps
  let cancelTimer = (): void => {}
  let isStopped = false
  /** A rule has changed since the newest run began, which may have read the one before. */
  let hasNews = false
  let running: Promise<void> | null = null

  async function rules(): Promise<readonly Rule[]> {
    const [all, { retentionDays: ofServer }] = await Promise.all([
      rooms.list(),
      moderation.settings(),
    ])
    const ofRooms = all.flatMap(({ id, retentionDays }) => ruleFor(id, retentionDays, ofServer))
    const directs = ofServer === null ? [] : await store.directs()
    return [...ofRooms, ...directs.flatMap((id) => ruleFor(id, null, ofServer))]
  }

  async function trim({ roomId, days }: Rule): Promise<void> {
    const now = clock.now()
    const request = { roomId, before: now - days * DAY_MS, now, max: REMOVED_AT_ONCE }
    let upToSeq = 0
    try {
      for (;;) {
        const step = await store.trim(request)
        if (step.removed > 0) upToSeq = step.upToSeq
        if (!step.more || isStopped) return
      }
    } finally {
      // Also when the store failed half-way: what is gone is gone.
      if (upToSeq > 0) broadcaster.toRoom(roomId, 'room:trimmed', { roomId, upToSeq })
    }
  }

  /** The history of calls follows the server's rule, like the conversations of those who had them. */
  async function forgetCalls(): Promise<void> {
    const { retentionDays } = await moderation.settings()
    if (retentionDays === null) return
    const before = clock.now() - retentionDays * DAY_MS
    for (;;) {
      const forgotten = await calls.forget(before, REMOVED_AT_ONCE)
      if (forgotten < REMOVED_AT_ONCE || isStopped) return
    }
  }

  async function trimAll(): Promise<void> {
    for (const rule of await rules()) {
      if (isStopped || !(await store.claim(CLAIMED_FOR_MS))) return
      await trim(rule)
    }
    await forgetCalls()
    await store.release()
  }

  function run(): Promise<void> {
    hasNews = false
    running = trimAll()
      .catch((error: unknown) => {
        log.warn({ reason: String(error) }, 'could not remove what is too old; tries again later')
      })
      .finally(() => (running = null))
    return running
  }

  function schedule(afterMs: number): void {
    cancelTimer()
    if (isStopped) return
    cancelTimer = clock.after(afterMs, () => {
      // One that runs still sees to the next by itself.
      if (!running) void run().then(() => schedule(hasNews ? LOOK_SOON_MS : LOOK_EVERY_MS))
    })
  }

  return {
    start(): void {
      instances.listen(({ kind }) => {
        if (kind !== 'settings' && kind !== 'room') return
        hasNews = true
        schedule(LOOK_SOON_MS)
      })
      schedule(LOOK_SOON_MS)
    },

    /** Ends after the step that it is at. */
    async stop(): Promise<void> {
      isStopped = true
      cancelTimer()
      await running
    },
  }
}

function ruleFor(roomId: RoomId, ofRoom: number | null, ofServer: number | null): Rule[] {
  const days = Math.min(ofRoom ?? Infinity, ofServer ?? Infinity)
  return days === Infinity ? [] : [{ roomId, days }]
}
