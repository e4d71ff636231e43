import { NO_RECORDS, type ArchiveRecord, type RecordCounts } from '#shared/archive/records.ts'

/** Looks at records one after the other: whether together they are a server. */
export interface RecordChecker {
  /** @returns what is wrong, as the end of the sentence "the file is damaged: …" */
  take(record: ArchiveRecord): string | null
  /** After the last one. */
  end(): string | null
  counts(): RecordCounts
}

/** Each record by itself has the right form already; this finds those that do not fit together. */
export function createRecordChecker(): RecordChecker {
  const counts: Record<keyof RecordCounts, number> = { ...NO_RECORDS }
  const conversations = new Set<string>()
  const people = new Set<string>()
  /** Named before they come. */
  const expected = new Set<string>()
  let open: { readonly roomId: string; lastChange: number } | null = null
  let lastAudit = 0
  const calls = new Set<string>()

  function takeMessage(roomId: string, seq: number, changeSeq: number): string | null {
    if (open && open.roomId !== roomId) return `messages of ${open.roomId} have no conversation`
    if (conversations.has(roomId)) return `messages of ${roomId} come twice`
    if (seq > changeSeq || changeSeq <= (open?.lastChange ?? 0)) {
      return `the numbers in ${roomId} are out of order`
    }
    open = { roomId, lastChange: changeSeq }
    return null
  }

  function takeConversation(id: string, lastSeq: number): string | null {
    if (open && open.roomId !== id) return `messages of ${open.roomId} have no conversation`
    if (conversations.has(id)) return `${id} comes twice`
    if (open && lastSeq < open.lastChange) return `the last number of ${id} is too small`
    conversations.add(id)
    open = null
    return null
  }

  function expect(...ids: readonly string[]): null {
    for (const id of ids) if (!people.has(id)) expected.add(id)
    return null
  }

  function look(record: ArchiveRecord): string | null {
    switch (record.kind) {
      case 'settings':
        return counts.settings > 1 ? 'the settings come twice' : null
      case 'message':
        expect(record.author.id, ...record.reactions.map(([, personId]) => personId))
        return takeMessage(record.roomId, record.seq, record.changeSeq)
      case 'reading':
        if (open && open.roomId !== record.roomId) return `${record.roomId} is out of order`
        return expect(record.personId)
      case 'room':
        return takeConversation(record.id, record.lastSeq) ?? expect(...record.members)
      case 'direct':
        return takeConversation(record.id, record.lastSeq)
      case 'deleted-room':
        return takeConversation(record.id, 0)
      case 'audit': {
        lastAudit += 1
        return record.number === lastAudit ? null : 'the numbers of the log are out of order'
      }
      case 'call':
        if (calls.has(record.id)) return `the call ${record.id} comes twice`
        calls.add(record.id)
        return expect(record.caller.id, record.callee.id)
      case 'person':
        if (people.has(record.id)) return `the person ${record.id} comes twice`
        people.add(record.id)
        expected.delete(record.id)
        return [...record.notify, ...record.directs].some(([roomId]) => !conversations.has(roomId))
          ? `the person ${record.id} belongs to a conversation that is not there`
          : expect(...record.blocked, ...record.quietCallers)
      case 'name':
        return expect(record.personId)
      case 'ban':
        return null
    }
  }

  return {
    take(record) {
      counts[record.kind] += 1
      return look(record)
    },
    end() {
      if (open) return `messages of ${open.roomId} have no conversation`
      if (counts.settings === 0) return 'the settings are missing'
      const [missing] = expected
      return missing === undefined ? null : `the person ${missing} is missing`
    },
    counts: () => ({ ...counts }),
  }
}
