import type Database from 'libsql'
import { fromCallRecord, missedIn } from '#shared/archive/call-records.ts'
import type { ArchiveRecord, RecordOf } from '#shared/archive/records.ts'
import { emptyLog } from './database.ts'
import type { Statements } from './statements.ts'

/** Enough that the pages of what is being written stay in memory, and little for any computer. */
const CACHE_KIB = 64 * 1024

/**
 * Puts an archive into the database, in one transaction of its own over several calls: a process that
 * dies in the middle of it leaves nothing behind. Nobody else uses the database meanwhile.
 */
export function createArchiveLoad(database: Database.Database, statements: Statements) {
  const { query, command } = statements
  const insertors = createInsertors(statements)
  const indexesOf = query<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema
     WHERE type = 'index' AND tbl_name = 'messages' AND sql IS NOT NULL`,
  )
  const setMark = command('INSERT OR REPLACE INTO media_mark (id, mark) VALUES (1, ?)')
  const dangling = query<{ table: string }>('PRAGMA foreign_key_check')
  let indexes: readonly { name: string; sql: string }[] = []
  let formerCache = 0

  function end(): void {
    database.pragma(`cache_size = ${formerCache}`)
    database.pragma('foreign_keys = ON')
  }

  return {
    loadBegin(): void {
      const [cache] = database.prepare('PRAGMA cache_size').all() as { cache_size: number }[]
      formerCache = cache?.cache_size ?? 0
      // Messages come before their authors; what leads nowhere is looked for at the end.
      database.pragma('foreign_keys = OFF')
      database.pragma(`cache_size = -${CACHE_KIB}`)
      // So that all of the log is of this transaction, and goes away with it when the disk is full.
      emptyLog(database)
      database.exec('BEGIN IMMEDIATE')
      database.exec('DELETE FROM rooms; DELETE FROM settings')
      // Building them at the end, in order, takes a fraction of the time and of the space.
      indexes = indexesOf()
      for (const { name } of indexes) database.exec(`DROP INDEX "${name}"`)
    },

    loadRecords(records: readonly ArchiveRecord[]): void {
      for (const record of records) insertors.insert(record)
    },

    /** @returns what is wrong with the records, and then nothing has changed */
    loadEnd(filesMark: string | null): string | null {
      try {
        for (const { sql } of indexes) database.exec(sql)
      } catch (error) {
        if (!String((error as { code?: unknown }).code).startsWith('SQLITE_CONSTRAINT')) throw error
        return 'two messages in it are the same one'
      }
      const [lost] = dangling()
      if (lost) return `something in it leads nowhere (${lost.table})`
      if (filesMark !== null) setMark(filesMark)
      database.exec('COMMIT')
      end()
      return null
    },

    loadAbort(): void {
      // A full disk makes SQLite take back the transaction by itself.
      if (database.inTransaction) database.exec('ROLLBACK')
      emptyLog(database)
      end()
    },
  }
}

function createInsertors({ command }: Statements) {
  const insertSettings = command(
    'INSERT INTO settings (id, password_hash, newcomer_role, retention_days) VALUES (1, ?, ?, ?)',
  )
  const insertRoom = command(
    `INSERT INTO rooms (id, kind, position, name, icon, topic, access, creator_id, archived_at,
       slow_mode_seconds, speak_role, pin_role, retention_days, password_hash, last_seq,
       trimmed_seq)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertBareRoom = command(
    `INSERT INTO rooms (id, kind, position, name, icon, topic, last_seq, trimmed_seq)
     VALUES (?, ?, 0, '', '', '', ?, ?)`,
  )
  const insertMember = command('INSERT INTO room_members (room_id, person_id) VALUES (?, ?)')
  const forgetReactions = command(
    `DELETE FROM reactions
     WHERE message_id = (SELECT id FROM messages WHERE room_id = ? AND seq = ?)`,
  )
  const forgetBlobs = command(
    `DELETE FROM message_blobs
     WHERE message_id = (SELECT id FROM messages WHERE room_id = ? AND seq = ?)`,
  )
  const forgetMessage = command('DELETE FROM messages WHERE room_id = ? AND seq = ?')
  const insertMessage = command(
    `INSERT INTO messages (room_id, seq, change_seq, id, author_id, author_name, text, created_at,
       edited_at, deleted_at, reply_to, client_id, type, attachments, mentions, mentions_here,
       pinned_at, pinned_by_id, pinned_by_name, call)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertReaction = command(
    `INSERT INTO reactions (message_id, emoji, person_id, person_name, position)
     VALUES (?, ?, ?, ?, ?)`,
  )
  const setRead = command('INSERT INTO reading (person_id, room_id, read_seq) VALUES (?, ?, ?)')
  const setNotify = command(
    `INSERT INTO reading (person_id, room_id, notify) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET notify = excluded.notify`,
  )
  const insertName = command('INSERT INTO names (key, person_id) VALUES (?, ?)')
  const insertBan = command(
    `INSERT INTO bans (person_id, name, name_keys, by_id, by_name, reason, banned_at, until)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertAudit = command(
    `INSERT INTO audit (number, at, action, actor_id, actor_name, target_id, target_name, room_id,
       detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertPerson = command(
    `INSERT INTO people (id, name, role, status_text, avatar, availability, created_at,
       last_seen_at, muted_until, password_hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertCall = command(
    `INSERT INTO calls (id, caller_id, callee_id, started_at, revision, stage, is_missed, record)
     VALUES (?, ?, ?, ?, 0, 'over', ?, ?)`,
  )
  const insertToken = command('INSERT INTO tokens (hash, person_id, position) VALUES (?, ?, ?)')
  const insertKey = command('INSERT INTO protected_names (key, person_id) VALUES (?, ?)')
  const insertDirect = command(
    'INSERT INTO direct_people (person_id, room_id, hidden_seq) VALUES (?, ?, ?)',
  )
  const insertBlock = command('INSERT INTO blocks (person_id, other_id) VALUES (?, ?)')
  const insertQuietCaller = command(
    'INSERT INTO quiet_callers (person_id, caller_id) VALUES (?, ?)',
  )
  let position = 0

  function message(record: RecordOf<'message'>): void {
    const { roomId, seq, changeSeq, id, author, pin } = record
    // It may have come before, as it was before its newest change.
    if (changeSeq !== seq) {
      forgetReactions(roomId, seq)
      forgetBlobs(roomId, seq)
      forgetMessage(roomId, seq)
    }
    insertMessage(
      ...[roomId, seq, changeSeq, id, author.id, author.name, record.text, record.createdAt],
      ...[record.editedAt, record.deletedAt, record.replyTo, record.clientId, record.type],
      ...[JSON.stringify(record.attachments), JSON.stringify(record.mentions)],
      ...[record.mentionsHere ? 1 : 0],
      ...[pin?.pinnedAt ?? null, pin?.by.id ?? null, pin?.by.name ?? null],
      record.call ? JSON.stringify(record.call) : null,
    )
    record.reactions.forEach(([emoji, personId, name], index) => {
      insertReaction(id, emoji, personId, name, index + 1)
    })
  }

  function room(record: RecordOf<'room'>): void {
    const { id, name, icon, topic, access, creatorId, archivedAt, slowModeSeconds } = record
    insertRoom(
      ...[id, 'room', position, name, icon, topic, access, creatorId, archivedAt],
      ...[slowModeSeconds, record.speakRole, record.pinRole, record.retentionDays],
      ...[record.passwordHash, record.lastSeq, record.trimmedSeq],
    )
    position += 1
    for (const personId of record.members) insertMember(id, personId)
  }

  function person(record: RecordOf<'person'>): void {
    const { id, name, role, statusText, avatar, availability, createdAt, protection } = record
    insertPerson(
      ...[id, name, role, statusText, avatar, availability, createdAt, record.lastSeenAt],
      ...[record.mutedUntil, protection?.hash ?? null],
    )
    record.tokenHashes.forEach((hash, index) => insertToken(hash, id, index + 1))
    for (const key of protection?.keys ?? []) insertKey(key, id)
    for (const [roomId, level] of record.notify) setNotify(id, roomId, level)
    for (const [roomId, hidden] of record.directs) insertDirect(id, roomId, hidden)
    for (const other of record.blocked) insertBlock(id, other)
    for (const caller of record.quietCallers) insertQuietCaller(id, caller)
  }

  return {
    insert(record: ArchiveRecord): void {
      switch (record.kind) {
        case 'settings':
          return insertSettings(record.passwordHash, record.newcomerRole, record.retentionDays)
        case 'message':
          return message(record)
        case 'reading':
          return setRead(record.personId, record.roomId, record.seq)
        case 'room':
          return room(record)
        case 'direct':
          return insertBareRoom(record.id, 'direct', record.lastSeq, record.trimmedSeq)
        case 'deleted-room':
          return insertBareRoom(record.id, 'deleted', 0, 0)
        case 'name':
          return insertName(record.key, record.personId)
        case 'ban': {
          const { person: banned, nameKeys, by, reason, bannedAt, until } = record
          const keys = JSON.stringify(nameKeys)
          return insertBan(banned.id, banned.name, keys, by.id, by.name, reason, bannedAt, until)
        }
        case 'audit': {
          const { number, at, action, actor, target, roomId, detail } = record
          const who = [actor.id, actor.name, target?.id ?? null, target?.name ?? null]
          return insertAudit(number, at, action, ...who, roomId, detail)
        }
        case 'call': {
          const { id, caller, callee, startedAt } = record
          const text = JSON.stringify(fromCallRecord(record))
          return insertCall(id, caller.id, callee.id, startedAt, missedIn(record) ? 1 : 0, text)
        }
        case 'person':
          return person(record)
      }
    },
  }
}
