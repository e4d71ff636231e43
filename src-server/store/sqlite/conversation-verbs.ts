import {
  DEFAULT_DIRECT_LEVEL,
  DEFAULT_ROOM_LEVEL,
  OVERVIEW_LOOKS_AT,
  UNREAD_MAX,
  type NotificationLevel,
} from '#shared/domain/conversations.ts'
import { isReservedForDirect } from '#shared/domain/direct.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import { Gone } from '../../ports/gone.ts'
import type { Overview, Receipt } from '../../ports/conversation-store.ts'
import type { MessageReads } from './message-reads.ts'
import type { Statements } from './statements.ts'

interface ReadingRow {
  readonly read_seq: number
  readonly notify: NotificationLevel | null
}

interface UnreadRow {
  readonly mentions: string
  readonly mentions_here: 0 | 1
}

/** What people have to do with conversations. */
export function createConversationVerbs({ query, command }: Statements, messages: MessageReads) {
  const readingOf = query<ReadingRow>(
    'SELECT read_seq, notify FROM reading WHERE person_id = ? AND room_id = ?',
  )
  const receiptsOf = query<Receipt>(
    `SELECT person_id AS personId, read_seq AS seq FROM reading
     WHERE room_id = ? AND read_seq > 0 ORDER BY person_id`,
  )
  const unreadOf = query<UnreadRow>(
    `SELECT mentions, mentions_here FROM messages
     WHERE room_id = ? AND seq > ? AND author_id <> ? AND deleted_at IS NULL
       AND (call IS NULL OR json_extract(call, '$.isMissed'))
     ORDER BY seq DESC LIMIT ${UNREAD_MAX}`,
  )
  const directOf = query<{ room_id: RoomId }>(
    `SELECT direct_people.room_id FROM direct_people JOIN messages AS newest
       ON newest.room_id = direct_people.room_id AND newest.seq =
         (SELECT MAX(seq) FROM messages WHERE messages.room_id = direct_people.room_id)
     WHERE person_id = ? AND newest.seq > hidden_seq
     ORDER BY newest.created_at DESC, direct_people.room_id`,
  )
  const everyDirectOf = query<{ room_id: RoomId }>(
    'SELECT room_id FROM direct_people WHERE person_id = ?',
  )
  const blockedBy = query<{ other_id: PersonId }>(
    'SELECT other_id FROM blocks WHERE person_id = ? ORDER BY other_id',
  )
  const quietCallersOf = query<{ caller_id: PersonId }>(
    'SELECT caller_id FROM quiet_callers WHERE person_id = ? ORDER BY caller_id',
  )
  /** The newest messages begin after it. */
  const beforeNewest = query<{ seq: number }>(
    `SELECT seq FROM messages WHERE room_id = ?
     ORDER BY seq DESC LIMIT 1 OFFSET ${OVERVIEW_LOOKS_AT}`,
  )
  const saidBefore = query<{ seq: number }>(
    `SELECT seq FROM messages WHERE room_id = ? AND seq > ? AND created_at < ?
     ORDER BY seq DESC LIMIT 1`,
  )
  const setRead = command(
    `INSERT INTO reading (person_id, room_id, read_seq) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET read_seq = excluded.read_seq`,
  )
  const setNotify = command(
    `INSERT INTO reading (person_id, room_id, notify) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET notify = excluded.notify`,
  )
  const hide = command(
    'UPDATE direct_people SET hidden_seq = MAX(hidden_seq, ?) WHERE room_id = ? AND person_id = ?',
  )
  /** Without people yet, who are added with its first message. */
  const addDirect = command(
    `INSERT INTO rooms (id, position, name, icon, topic, kind) VALUES (?, 0, '', '', '', 'direct')
     ON CONFLICT DO NOTHING`,
  )
  const addBlock = command(
    'INSERT INTO blocks (person_id, other_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const dropBlock = command('DELETE FROM blocks WHERE person_id = ? AND other_id = ?')

  const addQuietCaller = command(
    'INSERT INTO quiet_callers (person_id, caller_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const dropQuietCaller = command('DELETE FROM quiet_callers WHERE person_id = ? AND caller_id = ?')

  const existing = query<{ id: RoomId }>("SELECT id FROM rooms WHERE id = ? AND kind <> 'deleted'")

  /** Nothing is noted about a room that somebody deleted a moment ago. */
  function mustExist(roomId: RoomId): void {
    if (existing(roomId).length === 0) throw new Gone('There is no such room')
  }

  const readSeqOf = (roomId: RoomId, personId: PersonId): number =>
    readingOf(personId, roomId)[0]?.read_seq ?? 0

  const blocked = (personId: PersonId): readonly PersonId[] =>
    blockedBy(personId).map(({ other_id }) => other_id)

  const quietCallers = (personId: PersonId): readonly PersonId[] =>
    quietCallersOf(personId).map(({ caller_id }) => caller_id)

  const isToPerson = (row: UnreadRow, personId: PersonId): boolean =>
    row.mentions_here === 1 || (JSON.parse(row.mentions) as PersonId[]).includes(personId)

  function overviewOf(personId: PersonId, roomId: RoomId, since: number): Overview {
    const [reading] = readingOf(personId, roomId)
    const readSeq = reading?.read_seq ?? 0
    const floor = beforeNewest(roomId)[0]?.seq ?? 0
    const read = Math.max(readSeq, floor)
    const known = saidBefore(roomId, read, since)[0]?.seq ?? read
    const unread = unreadOf(roomId, known, personId)
    return {
      roomId,
      lastSeq: messages.lastSeq(roomId),
      trimmedUpTo: messages.trimmedSeq(roomId),
      readSeq,
      unread: unread.length,
      mentions: unread.filter((row) => isToPerson(row, personId)).length,
      lastMessage: messages.newest(roomId, floor),
      notify: reading?.notify ?? defaultLevelOf(roomId),
    }
  }

  return {
    reads: {
      receipts: (roomId: RoomId): readonly Receipt[] => receiptsOf(roomId),
      overview: (
        personId: PersonId,
        roomIds: readonly RoomId[],
        since: number,
      ): readonly Overview[] => roomIds.map((roomId) => overviewOf(personId, roomId, since)),
      directOf: (personId: PersonId): readonly RoomId[] =>
        directOf(personId).map(({ room_id }) => room_id),
      everyDirectOf: (personId: PersonId): readonly RoomId[] =>
        everyDirectOf(personId).map(({ room_id }) => room_id),
      blockedBy: blocked,
      quietCallersOf: quietCallers,
    },
    writes: {
      read(roomId: RoomId, personId: PersonId, seq: number): Receipt & { changed: boolean } {
        if (!isReservedForDirect(roomId)) mustExist(roomId)
        const before = readSeqOf(roomId, personId)
        const after = Math.max(before, Math.min(seq, messages.lastSeq(roomId)))
        const changed = after > before
        if (changed) setRead(personId, roomId, after)
        return { personId, seq: after, changed }
      },
      setNotify(roomId: RoomId, personId: PersonId, level: NotificationLevel): void {
        if (isReservedForDirect(roomId)) addDirect(roomId)
        mustExist(roomId)
        setNotify(personId, roomId, level)
      },
      hide(roomId: RoomId, personId: PersonId): void {
        hide(messages.lastSeq(roomId), roomId, personId)
      },
      block(personId: PersonId, other: PersonId, on: boolean): readonly PersonId[] {
        if (on) addBlock(personId, other)
        else dropBlock(personId, other)
        return blocked(personId)
      },
      setRings(personId: PersonId, caller: PersonId, on: boolean): readonly PersonId[] {
        if (on) dropQuietCaller(personId, caller)
        else addQuietCaller(personId, caller)
        return quietCallers(personId)
      },
    },
  }
}

const defaultLevelOf = (roomId: RoomId): NotificationLevel =>
  isReservedForDirect(roomId) ? DEFAULT_DIRECT_LEVEL : DEFAULT_ROOM_LEVEL
