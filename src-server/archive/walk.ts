import type { ArchiveRecord, RecordOf } from '#shared/archive/records.ts'
import { isReservedForDirect } from '#shared/domain/direct.ts'
import type { CallId, PersonId, RoomId } from '#shared/domain/ids.ts'
import { Unavailable } from '../ports/unavailable.ts'

/** Small enough that nobody who writes a message meanwhile notices, large enough to get along. */
const MESSAGES_PER_PAGE = 250
const AUDIT_PER_PAGE = 500
const PEOPLE_PER_PAGE = 200
const CALLS_PER_PAGE = 500

export interface MessagesPage {
  readonly records: readonly RecordOf<'message'>[]
  readonly more: boolean
  /** Number of the newest change of the conversation in the moment of this page. */
  readonly lastSeq: number
  /** Messages up to this number were removed because of their age. */
  readonly trimmedSeq: number
}

export interface CallsPage {
  readonly records: readonly RecordOf<'call'>[]
  /** After which the next page goes on; null when this was the last. */
  readonly next: CallPlace | null
}

/** By when calls began, and by id where they began together. */
export interface CallPlace {
  readonly startedAt: number
  readonly id: CallId
}

/** What a store has to answer so that it can be walked through. Each answer is as of one moment. */
export interface ArchiveReads {
  settings(): Promise<RecordOf<'settings'>>
  /** Rooms in the order in which they are shown, then direct conversations by id. */
  conversations(): Promise<readonly RoomId[]>
  /** Those whose newest change has a greater number, in the order of these numbers. */
  messages(roomId: RoomId, after: number, limit: number): Promise<MessagesPage>
  /** By person; only who has read anything. */
  readings(roomId: RoomId): Promise<readonly { personId: PersonId; seq: number }[]>
  /** Null when it has been deleted. */
  room(roomId: RoomId): Promise<Omit<RecordOf<'room'>, 'lastSeq' | 'trimmedSeq'> | null>
  /** Sorted. */
  deletedRooms(): Promise<readonly RoomId[]>
  /** By key. */
  names(): Promise<readonly RecordOf<'name'>[]>
  /** By person. */
  bans(): Promise<readonly RecordOf<'ban'>[]>
  /** With greater numbers than this, in their order. */
  audit(after: number, limit: number): Promise<readonly RecordOf<'audit'>[]>
  /** That are over and have their entry, by when they began. */
  calls(after: CallPlace | null, limit: number): Promise<CallsPage>
  /** Sorted. */
  personIds(): Promise<readonly PersonId[]>
  /** In the order asked for. */
  people(ids: readonly PersonId[]): Promise<readonly RecordOf<'person'>[]>
}

/**
 * Everything in the order of the archive. What is said while it is read: the messages of a conversation
 * are followed up to its newest change, so they are what they were in the moment of the last page; and
 * people come last, so everybody is among them who wrote any of it.
 */
export async function* walkStore(reads: ArchiveReads): AsyncGenerator<ArchiveRecord> {
  yield await reads.settings()
  const conversations = await reads.conversations()
  for (const roomId of conversations) yield* walkConversation(reads, roomId)
  for (const id of await reads.deletedRooms()) yield { kind: 'deleted-room', id }
  yield* await reads.names()
  yield* await reads.bans()
  yield* walkAudit(reads)
  yield* walkCalls(reads)
  yield* walkPeople(reads, new Set(conversations))
}

async function* walkConversation(
  reads: ArchiveReads,
  roomId: RoomId,
): AsyncGenerator<ArchiveRecord> {
  let after = 0
  let page: MessagesPage
  do {
    page = await reads.messages(roomId, after, MESSAGES_PER_PAGE)
    yield* page.records
    after = page.records.at(-1)?.changeSeq ?? after
  } while (page.more)
  const { lastSeq, trimmedSeq } = page
  for (const { personId, seq } of await reads.readings(roomId)) {
    // Somebody may have read on since the last page.
    if (lastSeq > 0) yield { kind: 'reading', roomId, personId, seq: Math.min(seq, lastSeq) }
  }
  if (isReservedForDirect(roomId)) return yield { kind: 'direct', id: roomId, lastSeq, trimmedSeq }
  const room = await reads.room(roomId)
  if (!room) throw new Unavailable('A room was deleted while the server was being written down')
  yield { ...room, lastSeq, trimmedSeq }
}

async function* walkAudit(reads: ArchiveReads): AsyncGenerator<ArchiveRecord> {
  for (let after = 0; ;) {
    const entries = await reads.audit(after, AUDIT_PER_PAGE)
    yield* entries
    const last = entries.at(-1)
    if (!last || entries.length < AUDIT_PER_PAGE) return
    after = last.number
  }
}

async function* walkCalls(reads: ArchiveReads): AsyncGenerator<ArchiveRecord> {
  let place: CallPlace | null = null
  do {
    const page: CallsPage = await reads.calls(place, CALLS_PER_PAGE)
    yield* page.records
    place = page.next
  } while (place)
}

async function* walkPeople(
  reads: ArchiveReads,
  conversations: ReadonlySet<RoomId>,
): AsyncGenerator<ArchiveRecord> {
  const ids = await reads.personIds()
  const everybody = new Set(ids)
  for (let at = 0; at < ids.length; at += PEOPLE_PER_PAGE) {
    for (const person of await reads.people(ids.slice(at, at + PEOPLE_PER_PAGE))) {
      yield {
        ...person,
        // Conversations that began after the walk are not in it, and neither is what points at them.
        notify: person.notify.filter(([roomId]) => conversations.has(roomId)),
        directs: person.directs.filter(([roomId]) => conversations.has(roomId)),
        blocked: person.blocked.filter((id) => everybody.has(id)),
        quietCallers: person.quietCallers.filter((id) => everybody.has(id)),
      }
    }
  }
}
