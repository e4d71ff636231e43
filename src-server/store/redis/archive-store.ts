import type { ArchiveRecord } from '#shared/archive/records.ts'
import { inBatches } from '../../archive/in-batches.ts'
import { damaged } from '../../archive/problem.ts'
import { walkStore } from '../../archive/walk.ts'
import type { MessageStore } from '../../ports/message-store.ts'
import type { ArchiveStore, Readiness } from '../../ports/archive-store.ts'
import { createArchiveCommands, NEW_ONLY, type Command } from './archive-load.ts'
import { createArchiveReads } from './archive-reads.ts'
import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { DEFAULT_ROOMS } from '#shared/domain/rooms.ts'
import { faultOf } from './faults.ts'
import type { Keys } from './keys.ts'
import { indexConversations } from './indexing.ts'
import type { Link } from './link.ts'
import { createTimeLine, type TimeLine } from './time-line.ts'

/** About a millisecond of Redis, which others may be using too. */
const RECORDS_AT_ONCE = 100
const SCAN_COUNT = 1_000

/**
 * Everything of one deployment in Redis. Redis has no transaction of this size, so a load leaves a mark
 * while it is under way: no server starts on what is half there, and what a load that died has left is
 * taken away by the next one.
 */
export function createArchiveStore(link: Link, keys: Keys, messages: MessageStore): ArchiveStore {
  const reads = createArchiveReads(link, keys)
  const { epoch, probe, rooms, peopleUpgraded, retention, mediaMark } = keys
  const ofNewStore = [epoch, probe, rooms, peopleUpgraded, retention, mediaMark]
  const passing = [keys.presence, keys.limits]

  async function send(commands: readonly Command[]): Promise<void> {
    if (commands.length === 0) return
    const replies = await link.ask((redis) =>
      redis.pipeline(commands.map(([name, ...args]) => [name.toLowerCase(), ...args])).exec(),
    )
    replies?.forEach(([error, reply], at) => {
      if (error) throw faultOf(error)
      if (commands[at]?.[0] === NEW_ONLY && reply === 0) {
        throw damaged('two messages in it are the same one')
      }
    })
  }

  async function* allKeys(): AsyncGenerator<readonly string[]> {
    let cursor = '0'
    do {
      const [next, found] = await link.ask((redis) =>
        redis.scan(cursor, 'MATCH', keys.everything, 'COUNT', SCAN_COUNT),
      )
      if (found.length > 0) yield found
      cursor = next
    } while (cursor !== '0')
  }

  async function isUsed(): Promise<boolean> {
    const instances = await link.ask((redis) => redis.smembers(`${keys.presence}instances`))
    const beats = instances.map((id) =>
      link.ask((redis) => redis.exists(`${keys.presence}beat:${id}`)),
    )
    return (await Promise.all(beats)).includes(1)
  }

  /** What a server leaves that nobody has ever spoken to. */
  async function isOfNewStore(key: string): Promise<boolean> {
    if (ofNewStore.includes(key) || passing.some((stem) => key.startsWith(stem))) return true
    if (DEFAULT_ROOMS.some(({ id }) => keys.isIndexed(id) === key)) return true
    const isNumber = DEFAULT_ROOMS.some(({ id }) => keys.lastSeq(id) === key)
    return isNumber && (await link.ask((redis) => redis.get(key))) === '0'
  }

  /** All but the mark: until the end nobody may take what is left for something. */
  async function removeOthers(): Promise<void> {
    for await (const found of allKeys()) {
      const others = found.filter((key) => key !== keys.importing)
      if (others.length > 0) await link.ask((redis) => redis.unlink(...others))
    }
  }

  const removeMark = () => link.ask((redis) => redis.unlink(keys.importing))

  async function putIn(records: AsyncIterable<ArchiveRecord>): Promise<void> {
    const commands = createArchiveCommands(keys)
    const times = createTimeLine()
    await send(commands.first())
    for await (const batch of inBatches(records, RECORDS_AT_ONCE)) {
      await send(batch.flatMap((record) => commands.of(record)))
      for (const record of batch) {
        if (record.kind === 'message') times.note(record.seq, record.createdAt)
        if (record.kind === 'room' || record.kind === 'direct')
          await setTimes(record.id, times.end())
      }
    }
  }

  /** The time by which a message is found, where it is not the one that it bears. */
  async function setTimes(roomId: RoomId, late: ReturnType<TimeLine['end']>): Promise<void> {
    const order = keys.room(roomId)[1] ?? ''
    for (const { seq, when } of late) {
      const [id] = await link.ask((redis) => redis.zrangebyscore(order, seq, seq))
      if (id) await send([['HSET', keys.message(roomId, id as MessageId), 'when', when]])
    }
  }

  return {
    async size() {
      const [messages, people] = await Promise.all([
        link.ask((redis) => redis.hlen(keys.whereabouts)),
        link.ask((redis) => redis.zcard(`${keys.people}seen`)),
      ])
      return { messages, people }
    },

    dump: () => walkStore(reads),

    async readiness(): Promise<Readiness> {
      if (await isUsed()) return 'in-use'
      if ((await link.ask((redis) => redis.exists(keys.importing))) === 1) return 'ready'
      for await (const found of allKeys()) {
        for (const key of found) if (!(await isOfNewStore(key))) return 'not-empty'
      }
      return 'ready'
    },

    async load(records: AsyncIterable<ArchiveRecord>, filesMark: string | null) {
      await link.ask((redis) => redis.set(keys.importing, '1'))
      try {
        await removeOthers()
        await putIn(records)
        if (filesMark !== null) await link.ask((redis) => redis.set(keys.mediaMark, filesMark))
      } catch (error) {
        // Where that fails too, the mark stays and says so.
        await removeOthers().then(removeMark, () => undefined)
        throw error
      }
      await removeMark()
      // What is not in the index yet when this ends goes into it when a server runs.
      await indexConversations(link, keys, messages).catch(() => undefined)
    },
  }
}
