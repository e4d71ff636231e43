import Database from 'libsql'
import { workerData } from 'node:worker_threads'
import { DEFAULT_ROOMS } from '#shared/domain/rooms.ts'
import type { MessageDraft } from '#shared/domain/messages.ts'
import type { NewPerson } from '../../src-server/ports/people-store.ts'
import { roomsPeopleMessages } from '../../src-server/store/sqlite/migrations/0001-rooms-people-messages.ts'

/**
 * Makes a database as the first release left it behind, with drafts said in General. Runs as a
 * thread of its own: the binding lets go of a file only when its thread ends.
 */
export interface FirstReleaseData {
  readonly file: string
  readonly person: NewPerson
  readonly drafts: readonly MessageDraft[]
}

const { file, person, drafts } = workerData as FirstReleaseData

const database = new Database(file)
database.pragma('journal_mode = WAL')
database.exec(`BEGIN; ${roomsPeopleMessages}; PRAGMA user_version = 1; COMMIT`)

const addRoom = database.prepare('INSERT INTO rooms VALUES (?, ?, ?, ?, ?, ?)')
DEFAULT_ROOMS.forEach(({ id, name, icon, topic }, position) => {
  addRoom.run(id, position, name, icon, topic, id === 'general' ? drafts.length : 0)
})
const { id: personId, name, tokenHash, createdAt } = person
const addPerson = database.prepare('INSERT INTO people VALUES (?, ?, ?, ?, ?)')
addPerson.run(personId, name, tokenHash, createdAt, createdAt)
const addMessage = database.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
drafts.forEach((said, index) => {
  const { roomId, id, text, clientId } = said
  addMessage.run(roomId, index + 1, id, personId, name, text, said.createdAt, clientId)
})
database.close()
