import {
  DEFAULT_DIRECT_LEVEL,
  DEFAULT_ROOM_LEVEL,
  OVERVIEW_LOOKS_AT,
  UNREAD_MAX,
  type NotificationLevel,
} from '#shared/domain/conversations.ts'
import { isReservedForDirect } from '#shared/domain/direct.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { ConversationStore, Overview } from '../../ports/conversation-store.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { NEWEST, OVERVIEW, READ } from './message-scripts.ts'
import { toMessage, type MessageReply } from './replies.ts'
import { script } from './script.ts'

type OverviewReply = readonly [
  lastSeq: string,
  readSeq: number,
  unread: number,
  mentions: number,
  newest: MessageReply | null,
  trimmed: string,
]

/**
 * Takes a conversation off a person's list. Never back to an older number: two devices may do it at once,
 * one of them knowing less. Key: the list; arguments: conversation, number.
 */
const HIDE = script(`
local before = redis.call('HGET', KEYS[1], ARGV[1])
if before and tonumber(ARGV[2]) > tonumber(before) then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
`)

/** What people have to do with conversations. All questions of one call travel together. */
export function createConversationStore(link: Link, keys: Keys): ConversationStore {
  async function look(roomId: RoomId, personId: PersonId, since: number): Promise<OverviewReply> {
    const args = [personId, UNREAD_MAX, OVERVIEW_LOOKS_AT, since]
    return (await link.run(OVERVIEW, keys.room(roomId), args)) as OverviewReply
  }

  async function newestOf(roomId: RoomId) {
    const reply = await link.run(NEWEST, keys.room(roomId), [])
    const [seq, time] = reply as readonly [string, string]
    return { roomId, seq: Number(seq), time: Number(time) }
  }

  const peopleIn = async (key: string): Promise<readonly PersonId[]> => {
    const ids = await link.ask((redis) => redis.smembers(key))
    return (ids as PersonId[]).toSorted()
  }

  /** @returns everybody who is in the set afterwards */
  async function note(key: string, other: PersonId, isIn: boolean): Promise<readonly PersonId[]> {
    await link.ask((redis) => (isIn ? redis.sadd(key, other) : redis.srem(key, other)))
    return peopleIn(key)
  }

  return {
    async read(roomId, personId, seq) {
      const args = [personId, seq, isReservedForDirect(roomId) ? 1 : 0]
      const reply = await link.run(READ, keys.room(roomId), args)
      const [stored, moved] = reply as readonly [number, number]
      return { personId, seq: stored, changed: moved === 1 }
    },

    async receipts(roomId) {
      const stored = await link.ask((redis) => redis.hgetall(keys.read(roomId)))
      return Object.entries(stored)
        .map(([personId, seq]) => ({ personId: personId as PersonId, seq: Number(seq) }))
        .toSorted((one, other) => (one.personId < other.personId ? -1 : 1))
    },

    async overview(personId, roomIds, since) {
      const [levels, ...found] = await Promise.all([
        link.ask((redis) => redis.hgetall(keys.notifyOf(personId))),
        ...roomIds.map((roomId) => look(roomId, personId, since)),
      ])
      return roomIds.map((roomId, index): Overview => {
        const [lastSeq, readSeq, unread, mentions, newest, trimmed] = found[index] as OverviewReply
        return {
          roomId,
          lastSeq: Number(lastSeq),
          trimmedUpTo: Number(trimmed),
          readSeq,
          unread,
          mentions,
          lastMessage: newest && toMessage(roomId, newest),
          notify: (levels[roomId] as NotificationLevel | undefined) ?? defaultLevelOf(roomId),
        }
      })
    },

    async setNotify(roomId, personId, level) {
      await link.ask((redis) => redis.hset(keys.notifyOf(personId), roomId, level))
    },

    async directOf(personId) {
      const hidden = await link.ask((redis) => redis.hgetall(keys.directOf(personId)))
      const roomIds = Object.keys(hidden) as RoomId[]
      const found = await Promise.all(roomIds.map(newestOf))
      return found
        .filter(({ roomId, seq }) => seq > Number(hidden[roomId]))
        .toSorted((one, other) => other.time - one.time || (one.roomId < other.roomId ? -1 : 1))
        .map(({ roomId }) => roomId)
    },

    async everyDirectOf(personId) {
      return (await link.ask((redis) => redis.hkeys(keys.directOf(personId)))) as RoomId[]
    },

    async hide(roomId, personId) {
      const lastSeq = (await link.ask((redis) => redis.get(keys.lastSeq(roomId)))) ?? '0'
      await link.run(HIDE, [keys.directOf(personId)], [roomId, lastSeq])
    },

    block: (personId, other, on) => note(keys.blockedBy(personId), other, on),
    blockedBy: (personId) => peopleIn(keys.blockedBy(personId)),
    setRings: (personId, caller, on) => note(keys.quietCallersOf(personId), caller, !on),
    quietCallersOf: (personId) => peopleIn(keys.quietCallersOf(personId)),
  }
}

const defaultLevelOf = (roomId: RoomId): NotificationLevel =>
  isReservedForDirect(roomId) ? DEFAULT_DIRECT_LEVEL : DEFAULT_ROOM_LEVEL
