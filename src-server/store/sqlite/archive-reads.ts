import { toCallRecord } from '#shared/archive/call-records.ts'
import type { RecordOf } from '#shared/archive/records.ts'
import type { EndedCall } from '#shared/domain/call.ts'
import type { MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Attachment } from '#shared/domain/messages.ts'
import type { CallPlace, CallsPage, MessagesPage } from '../../archive/walk.ts'
import type { ArchiveSize, Readiness } from '../../ports/archive-store.ts'
import type { ReactionRow } from './message-rows.ts'
import type { Statements } from './statements.ts'

type MessageRow = Omit<
  RecordOf<'message'>,
  'kind' | 'attachments' | 'author' | 'reactions' | 'pin' | 'mentions' | 'mentionsHere' | 'call'
> & {
  readonly attachments: string
  readonly authorId: PersonId
  readonly authorName: string
  readonly pinnedAt: number | null
  readonly pinnedById: PersonId
  readonly pinnedByName: string
  readonly mentions: string
  readonly mentionsHere: 0 | 1
  readonly call: string | null
}

type RoomRow = Omit<RecordOf<'room'>, 'kind' | 'members' | 'lastSeq' | 'trimmedSeq'>

type BanRow = Omit<RecordOf<'ban'>, 'kind' | 'person' | 'nameKeys' | 'by'> & {
  readonly personId: PersonId
  readonly name: string
  readonly nameKeys: string
  readonly byId: PersonId
  readonly byName: string
}

type AuditRow = Omit<RecordOf<'audit'>, 'kind' | 'actor' | 'target'> & {
  readonly actorId: PersonId
  readonly actorName: string
  readonly targetId: PersonId | null
  readonly targetName: string | null
}

type PersonRow = Omit<
  RecordOf<'person'>,
  'kind' | 'tokenHashes' | 'protection' | 'notify' | 'directs' | 'blocked' | 'quietCallers'
> & { readonly passwordHash: string | null }

/** The database in the records of an archive, a part at a time so that writers come in between. */
export function createArchiveReads({ query }: Statements) {
  const total = (table: string) => {
    const count = query<{ total: number }>(`SELECT count(*) AS total FROM ${table}`)
    return (): number => count()[0]?.total ?? 0
  }
  const messagesTotal = total('messages')
  const peopleTotal = total('people')
  const settings = query<Omit<RecordOf<'settings'>, 'kind'>>(
    `SELECT password_hash AS passwordHash, newcomer_role AS newcomerRole,
            retention_days AS retentionDays FROM settings`,
  )
  const conversations = query<{ id: RoomId }>(
    `SELECT id FROM rooms WHERE kind IN ('room', 'direct')
     ORDER BY kind = 'direct', CASE kind WHEN 'room' THEN position END, id`,
  )
  const deletedRooms = query<{ id: RoomId }>(
    `SELECT id FROM rooms WHERE kind = 'deleted' ORDER BY id`,
  )
  const numbers = query<{ lastSeq: number; trimmedSeq: number }>(
    'SELECT last_seq AS lastSeq, trimmed_seq AS trimmedSeq FROM rooms WHERE id = ?',
  )
  const messages = query<MessageRow>(
    `SELECT room_id AS roomId, id, seq, change_seq AS changeSeq, type, text, attachments,
            author_id AS authorId, author_name AS authorName, created_at AS createdAt,
            edited_at AS editedAt, deleted_at AS deletedAt, reply_to AS replyTo,
            pinned_at AS pinnedAt, pinned_by_id AS pinnedById, pinned_by_name AS pinnedByName,
            mentions, mentions_here AS mentionsHere, client_id AS clientId, call
     FROM messages WHERE room_id = ? AND change_seq > ? ORDER BY change_seq LIMIT ?`,
  )
  const reactionsTo = query<ReactionRow>(
    `SELECT message_id, emoji, person_id, person_name FROM reactions
     WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY position`,
  )
  const readings = query<{ personId: PersonId; seq: number }>(
    `SELECT person_id AS personId, read_seq AS seq FROM reading
     WHERE room_id = ? AND read_seq > 0 ORDER BY person_id`,
  )
  const rooms = query<RoomRow>(
    `SELECT id, name, icon, topic, access, creator_id AS creatorId, archived_at AS archivedAt,
            slow_mode_seconds AS slowModeSeconds, speak_role AS speakRole, pin_role AS pinRole,
            retention_days AS retentionDays, password_hash AS passwordHash
     FROM rooms WHERE id = ? AND kind = 'room'`,
  )
  const members = query<{ id: PersonId }>(
    'SELECT person_id AS id FROM room_members WHERE room_id = ? ORDER BY person_id',
  )
  const names = query<Omit<RecordOf<'name'>, 'kind'>>(
    'SELECT key, person_id AS personId FROM names ORDER BY key',
  )
  const bans = query<BanRow>(
    `SELECT person_id AS personId, name, name_keys AS nameKeys, by_id AS byId, by_name AS byName,
            reason, banned_at AS bannedAt, until FROM bans ORDER BY person_id`,
  )
  const audit = query<AuditRow>(
    `SELECT number, at, action, actor_id AS actorId, actor_name AS actorName,
            target_id AS targetId, target_name AS targetName, room_id AS roomId, detail
     FROM audit WHERE number > ? ORDER BY number LIMIT ?`,
  )
  const calls = query<{ record: string }>(
    `SELECT record FROM calls WHERE stage = 'over' AND (started_at, id) > (?, ?)
     ORDER BY started_at, id LIMIT ?`,
  )
  const personIds = query<{ id: PersonId }>('SELECT id FROM people ORDER BY id')
  const people = query<PersonRow>(
    `SELECT id, name, role, status_text AS statusText, avatar, availability,
            created_at AS createdAt, last_seen_at AS lastSeenAt, muted_until AS mutedUntil,
            password_hash AS passwordHash FROM people WHERE id = ?`,
  )
  const tokens = query<{ hash: string }>(
    'SELECT hash FROM tokens WHERE person_id = ? ORDER BY position',
  )
  const nameKeys = query<{ key: string }>(
    'SELECT key FROM protected_names WHERE person_id = ? ORDER BY key',
  )
  const levels = query<{ roomId: RoomId; notify: RecordOf<'person'>['notify'][number][1] }>(
    `SELECT room_id AS roomId, notify FROM reading
     WHERE person_id = ? AND notify IS NOT NULL ORDER BY room_id`,
  )
  const directs = query<{ roomId: RoomId; hidden: number }>(
    `SELECT room_id AS roomId, hidden_seq AS hidden FROM direct_people
     WHERE person_id = ? ORDER BY room_id`,
  )
  const blocked = query<{ id: PersonId }>(
    'SELECT other_id AS id FROM blocks WHERE person_id = ? ORDER BY other_id',
  )
  const quietCallers = query<{ id: PersonId }>(
    'SELECT caller_id AS id FROM quiet_callers WHERE person_id = ? ORDER BY caller_id',
  )

  function protectionOf({ id, passwordHash }: PersonRow): RecordOf<'person'>['protection'] {
    const keys = nameKeys(id).map(({ key }) => key)
    return passwordHash === null || keys.length === 0 ? null : { keys, hash: passwordHash }
  }

  function toPersonRecord(row: PersonRow): RecordOf<'person'> {
    const { passwordHash: _, ...person } = row
    return {
      kind: 'person',
      ...person,
      tokenHashes: tokens(row.id).map(({ hash }) => hash),
      protection: protectionOf(row),
      notify: levels(row.id).map(({ roomId, notify }) => [roomId, notify]),
      directs: directs(row.id).map(({ roomId, hidden }) => [roomId, hidden]),
      blocked: blocked(row.id).map(({ id }) => id),
      quietCallers: quietCallers(row.id).map(({ id }) => id),
    }
  }

  function reactionsOf(ids: readonly MessageId[]) {
    const found = new Map<MessageId, RecordOf<'message'>['reactions']>()
    for (const row of reactionsTo(JSON.stringify(ids))) {
      const reactions = found.get(row.message_id) ?? []
      found.set(row.message_id, reactions)
      reactions.push([row.emoji, row.person_id, row.person_name])
    }
    return found
  }

  return {
    archiveSize: (): ArchiveSize => ({ messages: messagesTotal(), people: peopleTotal() }),

    archiveReadiness: (): Readiness =>
      messagesTotal() + peopleTotal() + deletedRooms().length > 0 ? 'not-empty' : 'ready',

    archiveSettings(): RecordOf<'settings'> {
      const [row] = settings()
      if (!row) throw new Error('The settings are missing')
      return { kind: 'settings', ...row }
    },

    archiveConversations: (): readonly RoomId[] => conversations().map(({ id }) => id),

    archiveDeletedRooms: (): readonly RoomId[] => deletedRooms().map(({ id }) => id),

    archiveMessages(roomId: RoomId, after: number, limit: number): MessagesPage {
      const rows = messages(roomId, after, limit + 1)
      const shown = rows.slice(0, limit)
      const reactions = reactionsOf(shown.map(({ id }) => id))
      return {
        records: shown.map((row) => toMessageRecord(row, reactions.get(row.id) ?? [])),
        more: rows.length > limit,
        ...(numbers(roomId)[0] ?? { lastSeq: 0, trimmedSeq: 0 }),
      }
    },

    archiveReadings: (roomId: RoomId) => readings(roomId),

    archiveRoom(roomId: RoomId): Omit<RecordOf<'room'>, 'lastSeq' | 'trimmedSeq'> | null {
      const [row] = rooms(roomId)
      return row ? { kind: 'room', ...row, members: members(roomId).map(({ id }) => id) } : null
    },

    archiveNames: (): readonly RecordOf<'name'>[] =>
      names().map((row) => ({ kind: 'name', ...row })),

    archiveBans: (): readonly RecordOf<'ban'>[] => bans().map(toBanRecord),

    archiveAudit: (after: number, limit: number): readonly RecordOf<'audit'>[] =>
      audit(after, limit).map(toAuditRecord),

    archiveCalls(after: CallPlace | null, limit: number): CallsPage {
      const rows = calls(after?.startedAt ?? -1, after?.id ?? '', limit)
      const records = rows.map(({ record }) => toCallRecord(JSON.parse(record) as EndedCall))
      return { records, next: (rows.length === limit ? records.at(-1) : null) ?? null }
    },

    archivePersonIds: (): readonly PersonId[] => personIds().map(({ id }) => id),

    archivePeople: (ids: readonly PersonId[]): readonly RecordOf<'person'>[] =>
      ids.flatMap((id) => people(id).map(toPersonRecord)),
  }
}

function toMessageRecord(
  row: MessageRow,
  reactions: RecordOf<'message'>['reactions'],
): RecordOf<'message'> {
  const { authorId, authorName, pinnedAt, pinnedById, pinnedByName, call, ...message } = row
  return {
    kind: 'message',
    ...message,
    attachments: JSON.parse(row.attachments) as Attachment[] as RecordOf<'message'>['attachments'],
    author: { id: authorId, name: authorName },
    reactions,
    pin: pinnedAt === null ? null : { pinnedAt, by: { id: pinnedById, name: pinnedByName } },
    mentions: JSON.parse(row.mentions) as PersonId[],
    mentionsHere: row.mentionsHere === 1,
    ...(call === null ? {} : { call: JSON.parse(call) as RecordOf<'message'>['call'] }),
  }
}

function toBanRecord({ personId, name, nameKeys, byId, byName, ...ban }: BanRow): RecordOf<'ban'> {
  return {
    kind: 'ban',
    ...ban,
    person: { id: personId, name },
    nameKeys: JSON.parse(nameKeys) as string[],
    by: { id: byId, name: byName },
  }
}

function toAuditRecord(row: AuditRow): RecordOf<'audit'> {
  const { actorId, actorName, targetId, targetName, ...entry } = row
  return {
    kind: 'audit',
    ...entry,
    actor: { id: actorId, name: actorName },
    target: targetId && targetName ? { id: targetId, name: targetName } : null,
  }
}
