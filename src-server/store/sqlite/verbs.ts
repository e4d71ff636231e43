import type Database from 'libsql'
import { createArchiveLoad } from './archive-load.ts'
import { createArchiveReads } from './archive-reads.ts'
import { createCallVerbs } from './call-verbs.ts'
import { createConversationVerbs } from './conversation-verbs.ts'
import { createMediaVerbs } from './media-verbs.ts'
import { createMessageReads } from './message-reads.ts'
import { createMessageWrites } from './message-writes.ts'
import { createModerationVerbs } from './moderation-verbs.ts'
import { createNameVerbs } from './name-verbs.ts'
import { createPeopleVerbs } from './people-verbs.ts'
import { createRetentionVerbs } from './retention-verbs.ts'
import { createSearchIndex } from './search-index.ts'
import { createSearchVerbs } from './search-verbs.ts'
import { createRoomVerbs } from './room-verbs.ts'
import { createStatements } from './statements.ts'

export type Verbs = ReturnType<typeof createVerbs>

/**
 * What the database can do, divided by whether it needs a commit. `loads` make their own, when nobody
 * else uses the database.
 */
export function createVerbs(database: Database.Database) {
  const statements = createStatements(database)
  const { command } = statements

  const messageReads = createMessageReads(statements)
  const index = createSearchIndex(statements)
  const searching = createSearchVerbs(statements, messageReads, index)
  const retention = createRetentionVerbs(statements, messageReads, index)
  const conversations = createConversationVerbs(statements, messageReads)
  const media = createMediaVerbs(statements)
  const people = createPeopleVerbs(statements)
  const moderation = createModerationVerbs(statements)
  const names = createNameVerbs(statements)
  const rooms = createRoomVerbs(statements)
  const calls = createCallVerbs(statements)

  return {
    reads: {
      ...messageReads,
      ...conversations.reads,
      ...searching.reads,
      ...retention.reads,
      ...media.reads,
      ...rooms.reads,
      ...people.reads,
      ...moderation.reads,
      ...names.reads,
      ...calls.reads,
      ...createArchiveReads(statements),
    },
    writes: {
      ...createMessageWrites(statements, messageReads, index),
      ...searching.writes,
      ...retention.writes,
      ...conversations.writes,
      ...media.writes,
      ...people.writes,
      ...moderation.writes,
      ...names.writes,
      ...rooms.writes,
      ...calls.writes,
      /** Proves that the disk takes as much as the longest message needs. */
      probe: command('INSERT OR REPLACE INTO probe (id, filler) VALUES (1, zeroblob(32768))'),
    },
    loads: createArchiveLoad(database, statements),
  }
}
