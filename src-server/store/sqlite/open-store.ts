import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { MessageStore } from '../../ports/message-store.ts'
import type { PeopleStore } from '../../ports/people-store.ts'
import type { RoomStore } from '../../ports/room-store.ts'
import { setAside } from './set-aside.ts'
import { startThread, type DatabaseThread } from './thread.ts'

export interface SqliteStore {
  readonly messages: MessageStore
  readonly people: PeopleStore
  readonly rooms: RoomStore
  /** What the host should know about opening it, as sentences. */
  readonly notices: readonly string[]
  /** @returns whether the disk takes a write now */
  isHealthy(): Promise<boolean>
  close(): Promise<void>
}

export interface SqliteOptions {
  /** Created when missing, readable by the owner alone. */
  readonly folder: string
  readonly workerUrl: URL
  readonly clock: Clock
  readonly onLost: (error: Error) => void
}

const FILE_NAME = 'parley.db'
const FOLDER_MODE = 0o700

/** Opens the embedded store; the failure is one sentence for whoever started the server. */
export async function openSqliteStore(
  options: SqliteOptions,
): Promise<Result<SqliteStore, string>> {
  const { folder, workerUrl, clock, onLost } = options
  const problem = prepareFolder(folder)
  if (problem !== null) return fail(problem)
  const file = join(folder, FILE_NAME)
  const start = () => startThread({ workerUrl, file, onLost })

  const thread = await start()
  if (thread.ok) return succeed(await storeOn(thread.value, []))
  if (thread.error.kind === 'refused') return fail(thread.error.message)

  const kept = setAside(file, clock.now())
  const notice = `The database ${FILE_NAME} in ${folder} was damaged. It was set aside as ${kept}, and the server started with a new one.`
  const fresh = await start()
  if (fresh.ok) return succeed(await storeOn(fresh.value, [notice]))
  return fail(
    fresh.error.kind === 'refused'
      ? fresh.error.message
      : `The database ${file} cannot be created. Check the disk, or set DATA_DIR to another folder.`,
  )
}

async function storeOn(thread: DatabaseThread, notices: readonly string[]): Promise<SqliteStore> {
  // Nobody else has the file, so what was read once stays true.
  const rooms = await thread.call('rooms')
  return {
    notices,
    rooms: { list: async () => rooms },
    messages: {
      append: (draft) => thread.call('append', draft),
      find: (id) => thread.call('find', id),
      edit: (id, text, editedAt) => thread.call('edit', id, text, editedAt),
      remove: (id, deletedAt) => thread.call('remove', id, deletedAt),
      react: (request) => thread.call('react', request),
      page: (roomId, range, limit) => thread.call('page', roomId, range, limit),
      changes: (roomId, after, limit) => thread.call('changes', roomId, after, limit),
    },
    people: {
      create: (person) => thread.call('createPerson', person),
      findByTokenHash: (hash) => thread.call('personByToken', hash),
      rename: (id, name) => thread.call('renamePerson', id, name),
      touch: (id, lastSeenAt) => thread.call('touchPerson', id, lastSeenAt),
    },
    isHealthy: () =>
      thread.call('probe').then(
        () => true,
        () => false,
      ),
    close: () => thread.close(),
  }
}

/** @returns a sentence when the folder cannot be used */
function prepareFolder(folder: string): string | null {
  try {
    makeFolder(folder)
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return `Cannot use the data folder ${folder}: ${reasons[code ?? ''] ?? code ?? 'it is not usable'}. Set DATA_DIR to a folder that this user may write to.`
  }
}

/** Node's own `recursive` never returns where the system says "no such file", as in /proc. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  mkdirSync(folder, { mode: FOLDER_MODE })
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  EEXIST: 'there is a file of this name',
  ENOTDIR: 'a part of the path is a file',
  ENOENT: 'it cannot be created there',
  ENOSPC: 'the disk is full',
}
