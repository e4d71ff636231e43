import {
  isMissed,
  occupiedBy,
  parseCall,
  wasAnswered,
  type Call,
  type EndedCall,
  type LiveCall,
  type RingingCall,
} from '#shared/domain/call.ts'
import type { CallId, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { CallsPageRequest } from '../../ports/call-store.ts'
import type { Statements } from './statements.ts'

interface Row {
  readonly record: string
}

/** Calls between two people. */
export function createCallVerbs({ query, command }: Statements) {
  const insert = command(
    `INSERT INTO calls
       (id, caller_id, callee_id, started_at, revision, stage, is_missed, group_id, occupies, record)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = query<{ id: CallId }>(
    `UPDATE calls SET revision = ?, stage = ?, is_missed = ?, group_id = ?, occupies = ?, record = ?
     WHERE id = ? AND stage = 'live' AND revision = ? RETURNING id`,
  )
  const byId = query<Row>('SELECT record FROM calls WHERE id = ?')
  const liveAsCaller = query<Row>(
    "SELECT record FROM calls WHERE caller_id = ? AND stage = 'live' AND occupies = 'both'",
  )
  const liveAsCallee = query<Row>(
    "SELECT record FROM calls WHERE callee_id = ? AND stage = 'live' AND occupies <> 'nobody'",
  )
  const ofGroup = query<Row>('SELECT record FROM calls WHERE group_id = ?')
  const allLive = query<Row>("SELECT record FROM calls WHERE stage = 'live'")
  const allUnwritten = query<Row>("SELECT record FROM calls WHERE stage = 'unwritten'")
  const setWritten = command("UPDATE calls SET stage = 'over' WHERE id = ? AND stage = 'unwritten'")
  const timeOf = query<{ startedAt: number }>(
    "SELECT started_at AS startedAt FROM calls WHERE id = ? AND stage <> 'live'",
  )
  const pageOf = (whose: string): string =>
    `SELECT record, started_at, id FROM calls
     WHERE ${whose} AND stage <> 'live' AND (started_at, id) < (?2, ?3)`
  const NEWEST = 'ORDER BY started_at DESC, id DESC LIMIT ?4'
  // Two walks, each along its index: looking for somebody who is either goes through everybody's calls.
  const listAll = query<Row>(
    `${pageOf('caller_id = ?1')} UNION ALL ${pageOf('callee_id = ?1')} ${NEWEST}`,
  )
  const listMissed = query<Row>(`${pageOf('callee_id = ?1 AND is_missed = 1')} ${NEWEST}`)
  const forget = query<{ id: CallId }>(
    `DELETE FROM calls WHERE id IN
       (SELECT id FROM calls WHERE started_at < ? AND stage = 'over' ORDER BY started_at, id LIMIT ?)
     RETURNING id`,
  )

  const liveOf = (personId: PersonId): LiveCall | null =>
    [...liveAsCaller(personId), ...liveAsCallee(personId)].map(toLive)[0] ?? null

  const put = (call: Call): void =>
    insert(
      ...[call.id, call.caller.id, call.callee.id, call.startedAt, call.revision],
      ...[stageOf(call), missedOf(call), call.group?.id ?? null, occupiesOf(call)],
      JSON.stringify(call),
    )

  return {
    reads: {
      call: (id: CallId): Call | null => byId(id).map(toCall)[0] ?? null,
      liveCallOf: liveOf,
      liveCalls: (): readonly LiveCall[] => allLive().map(toLive),
      peopleLetInto: (groupId: RoomId): readonly PersonId[] => {
        const answered = ofGroup(groupId).map(toCall).filter(wasAnswered)
        return [...new Set(answered.flatMap(({ caller, callee }) => [caller.id, callee.id]))]
      },
      unwrittenCalls: (): readonly EndedCall[] => allUnwritten().map(toEnded),
      listCalls(
        personId: PersonId,
        { filter, before, limit }: CallsPageRequest,
      ): readonly EndedCall[] {
        const [from] = before === null ? [{ startedAt: Number.MAX_SAFE_INTEGER }] : timeOf(before)
        if (!from) return []
        const list = filter === 'missed' ? listMissed : listAll
        return list(personId, from.startedAt, before ?? '', limit).map(toEnded)
      },
    },
    writes: {
      beginCall(call: RingingCall): LiveCall | null {
        const taken = occupiedBy(call).flatMap((id) => liveOf(id) ?? [])[0] ?? null
        if (!taken) put(call)
        return taken
      },
      changeCall({ id, revision }: LiveCall, after: Call): boolean {
        const changed = update(
          ...[after.revision, stageOf(after), missedOf(after), after.group?.id ?? null],
          ...[occupiesOf(after), JSON.stringify(after), id, revision],
        )
        return changed.length > 0
      },
      addCall: put,
      noteCallWritten: (id: CallId): void => setWritten(id),
      forgetCalls: (before: number, max: number): number => forget(before, max).length,
    },
  }
}

const stageOf = ({ phase }: Call): string => (phase === 'ended' ? 'unwritten' : 'live')

const missedOf = (call: Call): 0 | 1 => (call.phase === 'ended' && isMissed(call) ? 1 : 0)

/** Of one that is over it does not matter. */
function occupiesOf(call: Call): 'both' | 'callee' | 'nobody' {
  if (call.phase === 'ended') return 'both'
  const occupied = occupiedBy(call)
  if (occupied.includes(call.caller.id)) return 'both'
  return occupied.length > 0 ? 'callee' : 'nobody'
}

const toCall = ({ record }: Row): Call => parseCall(record)
const toLive = ({ record }: Row): LiveCall => parseCall(record) as LiveCall
const toEnded = ({ record }: Row): EndedCall => parseCall(record) as EndedCall
