import type Database from 'libsql'
import type { Call, Verb } from './calls.ts'
import { emptyLog } from './database.ts'

/** What people took back, in whole or in part. */
const TAKES_BACK: ReadonlySet<Verb> = new Set<Verb>(['edit', 'remove', 'trim'])

/** Many deletions in a row share the work, and an answer never waits for it. */
const FORGETS_AFTER_MS = 1_000

export interface Forgetting {
  /** Takes note of what has just been done. */
  noticed(calls: readonly Call[]): void
  stop(): void
}

/**
 * Empties the write-ahead log soon after somebody took something back. The file itself forgets at
 * once (`secure_delete`), but the log would keep the former text until it is written over, which on
 * a quiet server is never.
 */
export function createForgetting(database: Database.Database): Forgetting {
  let timer: NodeJS.Timeout | null = null

  return {
    noticed(calls) {
      if (timer || !calls.some(({ verb }) => TAKES_BACK.has(verb))) return
      timer = setTimeout(() => {
        timer = null
        emptyLog(database)
      }, FORGETS_AFTER_MS)
    },
    stop() {
      if (timer) clearTimeout(timer)
    },
  }
}
