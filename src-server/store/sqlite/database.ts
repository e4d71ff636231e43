import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import Database from 'libsql'
import { DEFAULT_ROOMS } from '#shared/domain/rooms.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { faultOf } from './faults.ts'
import { migrations } from './migrations/index.ts'

export type OpenFailure =
  | { readonly kind: 'corrupt' }
  /** One sentence for whoever started the server. */
  | { readonly kind: 'refused'; readonly message: string }

/** A stopped server has let go of the file; one that is stopping needs a moment. */
const OPEN_TIMEOUT_MS = 1_500
const BUSY_TIMEOUT_MS = 5_000

/** Below this a check costs a fraction of a second, so it is done at every start. */
const ALWAYS_CHECK_BELOW_BYTES = 32 * 1024 * 1024

const JOURNAL_SIZE_LIMIT_BYTES = 64 * 1024 * 1024

/** Readable by the owner alone: it holds everybody's messages. */
const FILE_MODE = 0o600

/** Opens the database, creating or upgrading it. The process that has it open has it alone. */
export function openDatabase(file: string): Result<Database.Database, OpenFailure> {
  try {
    const found = inspect(file)
    if (found.kind === 'foreign') return fail({ kind: 'corrupt' })
    if (found.version > migrations.length) return refuseNewer(file)
    const wasStoppedCleanly = sizeOf(`${file}-wal`) === 0
    const database = new Database(file, { timeout: OPEN_TIMEOUT_MS })
    configure(database)
    if (!wasStoppedCleanly || found.size < ALWAYS_CHECK_BELOW_BYTES) {
      if (!isSound(database)) return fail({ kind: 'corrupt' })
    }
    // Once more from inside: the newest header may have been in the write-ahead log.
    if (versionOf(database) > migrations.length) return refuseNewer(file)
    migrate(database)
    database.pragma('foreign_keys = ON')
    seed(database)
    // A sudden end may have kept the log from forgetting what was deleted just before.
    if (!wasStoppedCleanly) emptyLog(database)
    return succeed(database)
  } catch (error) {
    return fail(explain(error, file))
  }
}

/** Leaves nothing in the write-ahead log, which is how the next start knows of a clean stop. */
export function closeDatabase(database: Database.Database): void {
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}

/** Moves the write-ahead log into the file. On a full disk it stays as it is, and nothing is lost. */
export function emptyLog(database: Database.Database): void {
  try {
    database.pragma('wal_checkpoint(TRUNCATE)')
  } catch {
    // Whoever stores something next is told that the disk is full.
  }
}

type Found =
  | { readonly kind: 'foreign' }
  | { readonly kind: 'database'; readonly version: number; readonly size: number }

/**
 * Looks at the header before SQLite does, because SQLite may already write when it opens: a file
 * that is not ours to change stays as it is. Creates an empty file, so that its mode is ours.
 * Offsets are from https://www.sqlite.org/fileformat.html, section 1.3.
 */
function inspect(file: string): Found {
  const descriptor = openSync(file, 'a+', FILE_MODE)
  try {
    const { size } = fstatSync(descriptor)
    const header = Buffer.alloc(100)
    const length = readSync(descriptor, header, 0, header.length, 0)
    if (size === 0) return { kind: 'database', version: 0, size }
    const isDatabase = length === 100 && header.toString('latin1', 0, 16) === 'SQLite format 3\0'
    return isDatabase
      ? { kind: 'database', version: header.readUInt32BE(60), size }
      : { kind: 'foreign' }
  } finally {
    closeSync(descriptor)
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

function configure(database: Database.Database): void {
  database.pragma(`busy_timeout = ${OPEN_TIMEOUT_MS}`)
  // Before the first access, so that the write-ahead log needs no shared memory and a second server
  // on the same folder is turned away instead of numbering messages too.
  database.pragma('locking_mode = EXCLUSIVE')
  database.pragma('journal_mode = WAL')
  // FULL is the only setting under which a commit survives a power cut (sqlite.org/pragma.html).
  database.pragma('synchronous = FULL')
  database.pragma('fullfsync = ON')
  database.pragma('checkpoint_fullfsync = ON')
  // A migration may put a new table in the place of one that others refer to.
  database.pragma('foreign_keys = OFF')
  // Zeros over what is deleted, so that a copy of the file does not tell what people took back.
  database.pragma('secure_delete = ON')
  database.pragma('trusted_schema = OFF')
  database.pragma(`journal_size_limit = ${JOURNAL_SIZE_LIMIT_BYTES}`)
  database.exec('BEGIN IMMEDIATE; COMMIT')
  database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
}

const isSound = (database: Database.Database): boolean => {
  const rows = database.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[]
  return rows[0]?.quick_check === 'ok'
}

const versionOf = (database: Database.Database): number => {
  const rows = database.prepare('PRAGMA user_version').all() as { user_version: number }[]
  return rows[0]?.user_version ?? 0
}

function migrate(database: Database.Database): void {
  for (let version = versionOf(database); version < migrations.length; version += 1) {
    const step = `${migrations[version]}; PRAGMA user_version = ${version + 1};`
    database.exec(`BEGIN IMMEDIATE; ${step} COMMIT`)
  }
}

function seed(database: Database.Database): void {
  const [{ total } = { total: 0 }] = database
    .prepare('SELECT count(*) AS total FROM rooms')
    .all() as { total: number }[]
  if (total > 0) return
  const insert = database.prepare(
    'INSERT INTO rooms (id, position, name, icon, topic) VALUES (?, ?, ?, ?, ?)',
  )
  database.exec('BEGIN IMMEDIATE')
  DEFAULT_ROOMS.forEach((room, position) => {
    insert.run(room.id, position, room.name, room.icon, room.topic)
  })
  database.exec('COMMIT')
}

const refuseNewer = (file: string): Result<never, OpenFailure> =>
  fail({
    kind: 'refused',
    message: `The database ${file} was made by a newer version of Parley. Install that version, or set DATA_DIR to another folder.`,
  })

function explain(error: unknown, file: string): OpenFailure {
  const fault = faultOf(error)
  switch (fault) {
    case 'corrupt':
      return { kind: 'corrupt' }
    case 'locked':
      return {
        kind: 'refused',
        message: `Another Parley server is using the database ${file}. Stop that one, or set DATA_DIR to another folder.`,
      }
    default: {
      const reason = error instanceof Error ? error.message : String(error)
      return {
        kind: 'refused',
        message: `Cannot open the database ${file} (${reason}). Check the disk, or set DATA_DIR to another folder.`,
      }
    }
  }
}
