import { join } from 'node:path'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { DurableStores } from '../../ports/stores.ts'
import { createSearchStore } from './search-store.ts'
import { createRoomStore } from './room-store.ts'
import { createArchiveStore } from './archive-store.ts'
import { DATABASE_FILE, prepareFolder } from './data-folder.ts'
import { setAside } from './set-aside.ts'
import { startThread, type DatabaseThread } from './thread.ts'

export interface SqliteOptions {
  /** Created when missing, readable by the owner alone. */
  readonly folder: string
  readonly workerUrl: URL
  readonly clock: Clock
  readonly onLost: (error: Error) => void
}

/** Opens the embedded store; the failure is one sentence for whoever started the server. */
export async function openSqliteStore(
  options: SqliteOptions,
): Promise<Result<DurableStores, string>> {
  const { folder, workerUrl, clock, onLost } = options
  const problem = prepareFolder(folder)
  if (problem !== null) return fail(problem)
  const file = join(folder, DATABASE_FILE)
  const start = () => startThread({ workerUrl, file, onLost })

  const thread = await start()
  if (thread.ok) return succeed(await storeOn(thread.value, []))
  if (thread.error.kind === 'refused') return fail(thread.error.message)

  const kept = setAside(file, clock.now())
  const notice = `The database ${DATABASE_FILE} in ${folder} was damaged. It was set aside as ${kept}, and the server started with a new one.`
  const fresh = await start()
  if (fresh.ok) return succeed(await storeOn(fresh.value, [notice]))
  return fail(
    fresh.error.kind === 'refused'
      ? fresh.error.message
      : `The database ${file} cannot be created. Check the disk, or set DATA_DIR to another folder.`,
  )
}

async function storeOn(thread: DatabaseThread, notices: readonly string[]): Promise<DurableStores> {
  return {
    archive: createArchiveStore(thread),
    notices,
    rooms: createRoomStore(thread),
    messages: {
      append: (draft) => thread.call('append', draft),
      find: (id) => thread.call('find', id),
      findSent: (roomId, authorId, clientId) => thread.call('findSent', roomId, authorId, clientId),
      edit: (id, text, editedAt) => thread.call('edit', id, text, editedAt),
      remove: (id, deletedAt) => thread.call('remove', id, deletedAt),
      react: (request) => thread.call('react', request),
      page: (roomId, range, limit) => thread.call('page', roomId, range, limit),
      media: (request) => thread.call('media', request),
      changes: (roomId, after, limit) => thread.call('changes', roomId, after, limit),
      pin: (request) => thread.call('pin', request),
      pins: (roomId) => thread.call('pins', roomId),
    },
    conversations: {
      read: (roomId, personId, seq) => thread.call('read', roomId, personId, seq),
      receipts: (roomId) => thread.call('receipts', roomId),
      overview: (personId, roomIds, since) => thread.call('overview', personId, roomIds, since),
      setNotify: (roomId, personId, level) => thread.call('setNotify', roomId, personId, level),
      directOf: (personId) => thread.call('directOf', personId),
      everyDirectOf: (personId) => thread.call('everyDirectOf', personId),
      hide: (roomId, personId) => thread.call('hide', roomId, personId),
      block: (personId, other, on) => thread.call('block', personId, other, on),
      blockedBy: (personId) => thread.call('blockedBy', personId),
      setRings: (personId, caller, on) => thread.call('setRings', personId, caller, on),
      quietCallersOf: (personId) => thread.call('quietCallersOf', personId),
    },
    search: createSearchStore(thread),
    retention: {
      trim: (request) => thread.call('trim', request),
      directs: () => thread.call('directs'),
      // Nobody else has the file.
      claim: async () => true,
      release: async () => {},
    },
    media: {
      noteUpload: (upload) => thread.call('noteUpload', upload),
      hasUploaded: (personId, blobId, since) => thread.call('hasUploaded', personId, blobId, since),
      mark: () => thread.call('mediaMark'),
      leaveMark: (mark) => thread.call('leaveMediaMark', mark),
      referredTo: (ids, uploadsSince) => thread.call('referredTo', ids, uploadsSince),
    },
    names: {
      note: (key, personId) => thread.call('noteName', key, personId),
      find: (keys) => thread.call('personsByNames', keys),
    },
    people: {
      create: (person) => thread.call('createPerson', person),
      find: (id) => thread.call('person', id),
      findByTokenHash: (hash) => thread.call('personByToken', hash),
      list: (since) => thread.call('peopleSince', since),
      rename: (id, name, keys) => thread.call('renamePerson', id, name, keys),
      touch: (id, lastSeenAt) => thread.call('touchPerson', id, lastSeenAt),
      update: (id, change) => thread.call('updatePerson', id, change),
      setRole: (id, role) => thread.call('setRole', id, role),
      addToken: (id, hash, tokensMax) => thread.call('addToken', id, hash, tokensMax),
      protect: (id, protection) => thread.call('protectName', id, protection),
      protectedBy: (keys) => thread.call('nameProtectedBy', keys),
    },
    moderation: {
      ban: (ban) => thread.call('ban', ban),
      unban: (personId) => thread.call('unban', personId),
      bans: (now) => thread.call('bans', now),
      note: (entry) => thread.call('noteAudit', entry),
      log: (before, limit) => thread.call('auditLog', before, limit),
      settings: () => thread.call('settings'),
      changeSettings: (change) => thread.call('changeSettings', change),
    },
    calls: {
      begin: (call) => thread.call('beginCall', call),
      change: (before, after) => thread.call('changeCall', before, after),
      add: (call) => thread.call('addCall', call),
      find: (id) => thread.call('call', id),
      liveOf: (personId) => thread.call('liveCallOf', personId),
      peopleLetInto: (groupId) => thread.call('peopleLetInto', groupId),
      live: () => thread.call('liveCalls'),
      unwritten: () => thread.call('unwrittenCalls'),
      noteWritten: (id) => thread.call('noteCallWritten', id),
      list: (personId, page) => thread.call('listCalls', personId, page),
      forget: (before, max) => thread.call('forgetCalls', before, max),
    },
    isHealthy: () =>
      thread.call('probe').then(
        () => true,
        () => false,
      ),
    close: () => thread.close(),
  }
}
