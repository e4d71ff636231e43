import { fromCallRecord, missedIn } from '#shared/archive/call-records.ts'
import type { ArchiveRecord, RecordOf } from '#shared/archive/records.ts'
import { blobsOf, isNews } from '#shared/domain/messages.ts'
import type { TokenHash } from '../../ports/secrets.ts'
import { toMember } from './blob-holders.ts'
import type { Keys } from './keys.ts'

/** A command of Redis with what it is given. */
export type Command = readonly [name: string, ...args: (string | number)[]]

/** Its answer is 0 when there is one already, which two messages of one id have. */
export const NEW_ONLY = 'HSETNX'

/** The commands that put records where the verbs of the store would have put them. */
export function createArchiveCommands(keys: Keys) {
  let position = 0

  function message(record: RecordOf<'message'>): Command[] {
    const { roomId, id, seq, changeSeq, author, clientId, pin } = record
    const [, order = '', changes = '', sent = '', , pins = ''] = keys.room(roomId)
    const key = keys.message(roomId, id)
    const commands: Command[] = [
      ['HSET', key, ...fieldsOf(record)],
      ['ZADD', order, seq, id],
      ['ZADD', changes, changeSeq, id],
    ]
    // One that was changed may have come before, as it was then; any other one is new.
    if (changeSeq === seq) commands.push([NEW_ONLY, keys.whereabouts, id, roomId])
    else {
      commands.unshift(['DEL', key], ['ZREM', pins, id])
      commands.push(['HSET', keys.whereabouts, id, roomId])
    }
    if (clientId) commands.push(['HSET', sent, `${author.id}:${clientId}`, id])
    if (pin) commands.push(['ZADD', pins, pin.pinnedAt, id])
    const holder = toMember({ kind: 'message', roomId, id })
    for (const blobId of blobsOf(record.attachments)) {
      commands.push(['ZADD', keys.holders(blobId), record.createdAt, holder])
    }
    return commands
  }

  function numbers({ id, lastSeq, trimmedSeq }: RecordOf<'room' | 'direct'>): Command[] {
    const trimmed = keys.room(id)[8] ?? ''
    const commands: Command[] = [['SET', keys.lastSeq(id), lastSeq]]
    return trimmedSeq === 0 ? commands : [...commands, ['SET', trimmed, trimmedSeq]]
  }

  function room(record: RecordOf<'room'>): Command[] {
    const { kind: _, passwordHash, members, lastSeq: __, trimmedSeq: ___, ...room } = record
    const { id } = room
    const commands: Command[] = [
      ...numbers(record),
      ['HSET', keys.rooms, id, JSON.stringify({ ...room, position })],
    ]
    position += 1
    if (passwordHash !== null) commands.push(['HSET', keys.roomPasswords, id, passwordHash])
    for (const personId of members) {
      commands.push(
        ['SADD', keys.members(id), personId],
        ['SADD', keys.membershipsOf(personId), id],
      )
    }
    return commands
  }

  function person(record: RecordOf<'person'>): Command[] {
    const { id, protection, tokenHashes, notify, directs, blocked, quietCallers } = record
    const at = (...parts: readonly string[]): string => keys.people + parts.join(':')
    const commands: Command[] = [
      ['HSET', at('person', id), ...personFieldsOf(record)],
      ['ZADD', at('seen'), record.lastSeenAt, id],
    ]
    if (record.avatar) {
      const holder = toMember({ kind: 'avatar', personId: id })
      commands.push(['ZADD', keys.holders(record.avatar), record.createdAt, holder])
    }
    if (record.role === 'owner') commands.push(['SADD', at('owners'), id])
    for (const hash of tokenHashes as TokenHash[]) {
      commands.push(['RPUSH', at('tokens', id), hash], ['SET', at('token', hash), id])
    }
    for (const key of protection?.keys ?? []) commands.push(['HSET', at('names'), key, id])
    for (const [roomId, level] of notify) commands.push(['HSET', keys.notifyOf(id), roomId, level])
    for (const [roomId, seq] of directs) commands.push(['HSET', keys.directOf(id), roomId, seq])
    if (blocked.length > 0) commands.push(['SADD', keys.blockedBy(id), ...blocked])
    if (quietCallers.length > 0) {
      commands.push(['SADD', keys.quietCallersOf(id), ...quietCallers])
    }
    return commands
  }

  function call(record: RecordOf<'call'>): Command[] {
    const { id, caller, callee, startedAt } = record
    const at = (index: string): string => keys.calls + index
    const indexes = ['times', `of:${caller.id}`, `of:${callee.id}`]
    if (missedIn(record)) indexes.push(`missed:${callee.id}`)
    return [
      ['HSET', at('over'), id, JSON.stringify(fromCallRecord(record))],
      ...indexes.map((index): Command => ['ZADD', at(index), startedAt, id]),
    ]
  }

  return {
    /** What a store with nothing in it has beside records. */
    first: (): Command[] => [['SET', keys.peopleUpgraded, '1']],

    of(record: ArchiveRecord): Command[] {
      switch (record.kind) {
        case 'settings': {
          const fields = settingsFieldsOf(record)
          return fields.length === 0 ? [] : [['HSET', keys.settings, ...fields]]
        }
        case 'message':
          return message(record)
        case 'reading':
          return [['HSET', keys.read(record.roomId), record.personId, record.seq]]
        case 'room':
          return room(record)
        case 'direct':
          return [...numbers(record), ['SADD', keys.directs, record.id]]
        case 'deleted-room':
          return [['SADD', keys.deletedRooms, record.id]]
        case 'name':
          return [['HSET', keys.names, record.key, record.personId]]
        case 'ban': {
          const { kind: _, ...ban } = record
          return [['HSET', keys.bans, ban.person.id, JSON.stringify(ban)]]
        }
        case 'audit': {
          const { kind: _, number: __, ...entry } = record
          return [['RPUSH', keys.audit, JSON.stringify(entry)]]
        }
        case 'call':
          return call(record)
        case 'person':
          return person(record)
      }
    },
  }
}

type Value = string | number | null | false

/** Fields and values in turn; without those that say nothing. */
const said = (fields: Readonly<Record<string, Value>>): (string | number)[] =>
  Object.entries(fields).flatMap(([field, value]) =>
    value === null || value === false ? [] : [field, value],
  )

const listed = (list: readonly unknown[]): string | null =>
  list.length === 0 ? null : JSON.stringify(list)

const fieldsOf = (record: RecordOf<'message'>): (string | number)[] =>
  said({
    seq: record.seq,
    change: record.changeSeq,
    author: record.author.id,
    name: record.author.name,
    text: record.text,
    created: record.createdAt,
    edited: record.editedAt,
    deleted: record.deletedAt,
    client: record.clientId,
    reactions: listed(record.reactions),
    reply: record.replyTo,
    type: record.type !== 'text' && record.type,
    attachments: listed(record.attachments),
    mentions: listed(record.mentions),
    here: record.mentionsHere && '1',
    pinned: record.pin && record.pin.pinnedAt,
    pinner: record.pin && record.pin.by.id,
    pinner_name: record.pin && record.pin.by.name,
    call: record.call ? JSON.stringify(record.call) : null,
    quiet: !isNews({ call: record.call ?? null }) && '1',
  })

const personFieldsOf = (record: RecordOf<'person'>): (string | number)[] =>
  said({
    name: record.name,
    created: record.createdAt,
    seen: record.lastSeenAt,
    role: record.role,
    status: record.statusText || null,
    avatar: record.avatar,
    availability: record.availability !== 'online' && record.availability,
    muted: record.mutedUntil,
    password: record.protection && record.protection.hash,
    keys: record.protection && JSON.stringify(record.protection.keys),
  })

const settingsFieldsOf = (record: RecordOf<'settings'>): (string | number)[] =>
  said({
    password: record.passwordHash,
    newcomer: record.newcomerRole === 'guest' && 'guest',
    retention: record.retentionDays,
  })
