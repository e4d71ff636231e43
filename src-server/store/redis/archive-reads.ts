import { toCallRecord } from '#shared/archive/call-records.ts'
import type { RecordOf } from '#shared/archive/records.ts'
import type { EndedCall } from '#shared/domain/call.ts'
import type { CallId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Room } from '#shared/domain/rooms.ts'
import type { ArchiveReads } from '../../archive/walk.ts'
import type { AuditDraft, Ban } from '../../ports/moderation-store.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'
import { OVER_AFTER } from './call-scripts.ts'
import { CHANGES } from './message-scripts.ts'
import { toMessage, type ListReply, type MessageReply } from './replies.ts'
import { toRoom, type StoredRoom } from './room-store.ts'

const byText = (one: string, other: string): number => (one < other ? -1 : 1)

/** What is in Redis, in the records of an archive. */
export function createArchiveReads(link: Link, keys: Keys): ArchiveReads {
  const personIds = async (): Promise<PersonId[]> =>
    (
      (await link.ask((redis) => redis.zrange(`${keys.people}seen`, '0', '-1'))) as PersonId[]
    ).toSorted()

  async function roomIds(): Promise<readonly RoomId[]> {
    const stored = await link.ask((redis) => redis.hvals(keys.rooms))
    return stored
      .map((text) => JSON.parse(text) as StoredRoom)
      .toSorted((one, other) => one.position - other.position || byText(one.id, other.id))
      .map(({ id }) => id)
  }

  const directIds = async (): Promise<readonly RoomId[]> =>
    ((await link.ask((redis) => redis.smembers(keys.directs))) as RoomId[]).toSorted()

  async function person(id: PersonId): Promise<RecordOf<'person'> | null> {
    const [fields, tokenHashes, notify, directs, blocked, quietCallers] = await Promise.all([
      link.ask((redis) => redis.hgetall(`${keys.people}person:${id}`)),
      link.ask((redis) => redis.lrange(`${keys.people}tokens:${id}`, 0, -1)),
      link.ask((redis) => redis.hgetall(keys.notifyOf(id))),
      link.ask((redis) => redis.hgetall(keys.directOf(id))),
      link.ask((redis) => redis.smembers(keys.blockedBy(id))),
      link.ask((redis) => redis.smembers(keys.quietCallersOf(id))),
    ])
    if (fields['name'] === undefined) return null
    return {
      ...profileOf(id, fields),
      tokenHashes,
      notify: sortedEntries(notify) as RecordOf<'person'>['notify'],
      directs: sortedEntries(directs).map(([roomId, seq]) => [roomId as RoomId, Number(seq)]),
      blocked: (blocked as PersonId[]).toSorted(),
      quietCallers: (quietCallers as PersonId[]).toSorted(),
    }
  }

  return {
    async settings() {
      const fields = await link.ask((redis) => redis.hgetall(keys.settings))
      return {
        kind: 'settings',
        passwordHash: fields['password'] ?? null,
        newcomerRole: fields['newcomer'] === 'guest' ? 'guest' : 'member',
        retentionDays: toNumber(fields['retention']),
      }
    },

    conversations: async () => [...(await roomIds()), ...(await directIds())],

    deletedRooms: async () =>
      ((await link.ask((redis) => redis.smembers(keys.deletedRooms))) as RoomId[]).toSorted(),

    async messages(roomId, after, limit) {
      const reply = await link.run(CHANGES, keys.room(roomId), [after, limit + 1])
      const [lastSeq, found, trimmedSeq] = reply as ListReply
      return {
        records: found.slice(0, limit).map((message) => toMessageRecord(roomId, message)),
        more: found.length > limit,
        lastSeq: Number(lastSeq),
        trimmedSeq: Number(trimmedSeq),
      }
    },

    async readings(roomId) {
      const stored = await link.ask((redis) => redis.hgetall(keys.read(roomId)))
      return sortedEntries(stored)
        .map(([personId, seq]) => ({ personId: personId as PersonId, seq: Number(seq) }))
        .filter(({ seq }) => seq > 0)
    },

    async room(roomId) {
      const [stored, passwordHash, members] = await Promise.all([
        link.ask((redis) => redis.hget(keys.rooms, roomId)),
        link.ask((redis) => redis.hget(keys.roomPasswords, roomId)),
        link.ask((redis) => redis.smembers(keys.members(roomId))),
      ])
      if (stored === null) return null
      const room: Room = toRoom(JSON.parse(stored) as StoredRoom)
      return { kind: 'room', ...room, passwordHash, members: (members as PersonId[]).toSorted() }
    },

    async names() {
      const stored = await link.ask((redis) => redis.hgetall(keys.names))
      return sortedEntries(stored).map(([key, personId]) => ({
        kind: 'name',
        key,
        personId: personId as PersonId,
      }))
    },

    async bans() {
      const stored = await link.ask((redis) => redis.hvals(keys.bans))
      return stored
        .map((text) => ({ kind: 'ban' as const, ...(JSON.parse(text) as Ban) }))
        .map((ban) => ({ ...ban, nameKeys: [...ban.nameKeys] }))
        .toSorted((one, other) => byText(one.person.id, other.person.id))
    },

    async audit(after, limit) {
      const stored = await link.ask((redis) => redis.lrange(keys.audit, after, after + limit - 1))
      return stored.map((text, index) => ({
        kind: 'audit',
        ...(JSON.parse(text) as AuditDraft),
        number: after + index + 1,
      }))
    },

    async calls(after, limit) {
      const args = [after?.startedAt ?? '-inf', after?.id ?? '', limit]
      const [texts, last] = (await link.run(OVER_AFTER, [keys.calls], args)) as OverReply
      const [id, startedAt] = last ?? []
      return {
        records: texts.map((text) => toCallRecord(JSON.parse(text) as EndedCall)),
        next: id && startedAt ? { id: id as CallId, startedAt: Number(startedAt) } : null,
      }
    },

    personIds,

    people: async (ids) => (await Promise.all(ids.map(person))).flatMap((found) => found ?? []),
  }
}

/** Calls, and the one after which there are more. */
type OverReply = readonly [
  texts: readonly string[],
  last: readonly [id: string, startedAt: string] | null,
]

type Fields = Readonly<Record<string, string>>

function profileOf(
  id: PersonId,
  fields: Fields,
): Omit<RecordOf<'person'>, 'tokenHashes' | 'notify' | 'directs' | 'blocked' | 'quietCallers'> {
  const { name = '', role, status, avatar, availability, created, seen, muted } = fields
  const { keys: names, password } = fields
  const nameKeys = names === undefined ? [] : (JSON.parse(names) as string[]).toSorted()
  return {
    kind: 'person',
    id,
    name,
    role: (role ?? 'member') as RecordOf<'person'>['role'],
    statusText: status ?? '',
    avatar: (avatar ?? null) as RecordOf<'person'>['avatar'],
    availability: (availability ?? 'online') as RecordOf<'person'>['availability'],
    createdAt: Number(created),
    lastSeenAt: Number(seen),
    mutedUntil: toNumber(muted),
    protection: password && nameKeys.length > 0 ? { keys: nameKeys, hash: password } : null,
  }
}

/** The reactions as they were chosen, one after the other, and not by emoji. */
function toMessageRecord(roomId: RoomId, reply: MessageReply): RecordOf<'message'> {
  const {
    replyTo: _,
    reactions: __,
    attachments,
    mentions,
    pin,
    call,
    ...message
  } = toMessage(roomId, reply)
  const [, fields] = reply
  const [reactions, answered] = [fields[9], fields[10]]
  return {
    kind: 'message',
    ...message,
    attachments: attachments as RecordOf<'message'>['attachments'],
    replyTo: answered as MessageId | null,
    reactions:
      reactions === null ? [] : (JSON.parse(reactions) as RecordOf<'message'>['reactions']),
    pin,
    mentions: [...mentions],
    ...(call ? { call } : {}),
  }
}

const sortedEntries = (fields: Fields): readonly (readonly [string, string])[] =>
  Object.entries(fields).toSorted(([one], [other]) => byText(one, other))

const toNumber = (field: string | undefined): number | null =>
  field === undefined ? null : Number(field)
