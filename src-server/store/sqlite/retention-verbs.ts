import type { RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import type { TrimRequest, Trimmed } from '../../ports/retention-store.ts'
import type { MessageReads } from './message-reads.ts'
import type { SearchIndex } from './search-index.ts'
import type { Statements } from './statements.ts'

/** Removing what is too old. What belongs to a message goes with its row. */
export function createRetentionVerbs(
  { query, command }: Statements,
  reads: MessageReads,
  index: SearchIndex,
) {
  const directs = query<{ id: RoomId }>("SELECT id FROM rooms WHERE kind = 'direct' ORDER BY id")
  const dropUpTo = command('DELETE FROM messages WHERE room_id = ? AND seq <= ?')
  const noteTrimmed = command('UPDATE rooms SET trimmed_seq = ? WHERE id = ?')

  return {
    reads: {
      directs: (): readonly RoomId[] => directs().map(({ id }) => id),
    },
    writes: {
      trim({ roomId, before, now, max }: TrimRequest): Trimmed {
        const oldest = reads.page(roomId, { from: 'after', seq: 0 }, max).messages
        const staying = oldest.findIndex((message) => isToStay(message, before, now))
        const going = staying < 0 ? oldest : oldest.slice(0, staying)
        const last = going.at(-1)
        if (!last) return { upToSeq: reads.trimmedSeq(roomId), removed: 0, more: false }
        for (const message of going) index.drop(message)
        dropUpTo(roomId, last.seq)
        noteTrimmed(last.seq, roomId)
        return { upToSeq: last.seq, removed: going.length, more: going.length === max }
      },
    },
  }
}

const isToStay = ({ createdAt }: Message, before: number, now: number): boolean =>
  createdAt >= before && createdAt <= now
