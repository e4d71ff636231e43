import { existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ArchiveRecord } from '#shared/archive/records.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { ArchiveStore } from '../../ports/archive-store.ts'
import type { Clock } from '../../ports/clock.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import { createArchiveStore } from './archive-store.ts'
import { DATABASE_FILE, prepareFolder } from './data-folder.ts'
import { freeName, setAside } from './set-aside.ts'
import { startThread, type DatabaseThread } from './thread.ts'

/** A store that is opened only to be written down or to be filled. No server has it meanwhile. */
export interface OpenArchiveStore {
  readonly archive: ArchiveStore
  /** What happened to what was there, as sentences; complete after a load. */
  readonly notices: readonly string[]
  close(): Promise<void>
}

export interface SqliteArchiveOptions {
  readonly folder: string
  readonly workerUrl: URL
  readonly clock: Clock
}

export const hasDatabase = (folder: string): boolean => existsSync(join(folder, DATABASE_FILE))

/** The database as it is; the failure is one sentence. */
export async function openSqliteArchive(
  options: SqliteArchiveOptions,
): Promise<Result<OpenArchiveStore, string>> {
  const { folder } = options
  const problem = prepareFolder(folder)
  if (problem !== null) return fail(problem)
  const file = join(folder, DATABASE_FILE)
  const thread = await startOn(options, file)
  if (!thread.ok) {
    return fail(
      thread.error.kind === 'refused'
        ? thread.error.message
        : `The database ${file} is damaged, and so nothing was done with it.`,
    )
  }
  const archive = createArchiveStore(thread.value)
  return succeed({ archive, notices: [], close: () => thread.value.close() })
}

/**
 * A new database that takes the place of the one that is there, in one step and only when it is
 * complete. The former one is kept beside it, and nobody can work with it until then.
 */
export async function openSqliteReplacement(
  options: SqliteArchiveOptions,
): Promise<Result<OpenArchiveStore, string>> {
  const { folder, clock } = options
  const problem = prepareFolder(folder)
  if (problem !== null) return fail(problem)
  const file = join(folder, DATABASE_FILE)
  const fresh = `${file}.restoring`
  const former = hasDatabase(folder) ? await startOn(options, file) : null
  if (former?.ok === false && former.error.kind === 'refused') return fail(former.error.message)

  const notices: string[] = []
  const closeFormer = async (): Promise<void> => {
    if (former?.ok) await former.value.close()
  }

  async function load(
    records: AsyncIterable<ArchiveRecord>,
    filesMark: string | null,
  ): Promise<void> {
    forget(fresh)
    try {
      await fill(options, fresh, (archive) => archive.load(records, filesMark))
      const hadMessages = former?.ok ? await isWorthKeeping(former.value) : false
      await closeFormer()
      if (former?.ok === false) {
        notices.push(`The damaged database was set aside as ${setAside(file, clock.now())}.`)
      } else if (hadMessages) {
        notices.push(`The former database is kept as ${keepCopy(file, clock.now())}.`)
      }
      refuseOpenLog(file)
      renameSync(fresh, file)
    } finally {
      forget(fresh)
    }
  }

  const archive: ArchiveStore = {
    size: async () => ({ messages: 0, people: 0 }),
    dump: () => {
      throw new Error('There is nothing in it yet')
    },
    readiness: async () => 'ready',
    load,
  }
  return succeed({ archive, notices, close: closeFormer })
}

const startOn = ({ workerUrl }: SqliteArchiveOptions, file: string) =>
  startThread({ workerUrl, file, onLost: () => {} })

async function fill(
  options: SqliteArchiveOptions,
  file: string,
  work: (archive: ArchiveStore) => Promise<void>,
): Promise<void> {
  const thread = await startOn(options, file)
  if (!thread.ok) {
    throw new Unavailable(
      thread.error.kind === 'refused' ? thread.error.message : `Cannot create ${file}`,
    )
  }
  try {
    await work(createArchiveStore(thread.value))
  } finally {
    await thread.value.close()
  }
}

const isWorthKeeping = async (thread: DatabaseThread): Promise<boolean> =>
  (await thread.call('archiveReadiness')) !== 'ready'

/** A second name for the file, so that there is no moment without a database. */
function keepCopy(file: string, now: number): string {
  const { path, name } = freeName(file, 'before-restore', now)
  try {
    linkSync(file, path)
  } catch {
    // Not every file system knows second names.
    renameSync(file, path)
  }
  return name
}

/** A log that stayed would be taken for the new database's own. */
function refuseOpenLog(file: string): void {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })
  if (log && log.size > 0) throw new Unavailable('The former database could not be closed')
  rmSync(`${file}-wal`, { force: true })
}

function forget(file: string): void {
  for (const companion of ['', '-wal', '-journal']) rmSync(file + companion, { force: true })
}
