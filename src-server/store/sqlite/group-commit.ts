import type Database from 'libsql'
import type { Answer, Call } from './calls.ts'
import { faultOf } from './faults.ts'
import type { Verbs } from './verbs.ts'

export type BatchRunner = (calls: readonly Call[]) => readonly Answer[]

/**
 * Runs everything that is waiting in one transaction, so that many writers share one wait for the
 * disk, and answers only after the commit. A write that fails takes back itself and nothing else.
 * Calls run in their order: a read sees the writes before it and none after it.
 */
export function createBatchRunner(database: Database.Database, verbs: Verbs): BatchRunner {
  const functions: Record<string, (...input: never[]) => unknown> = {
    ...verbs.reads,
    ...verbs.writes,
    ...verbs.loads,
  }
  const isWrite = ({ verb }: Call): boolean => Object.hasOwn(verbs.writes, verb)

  /** Loads have a transaction of their own, over several calls. */
  const isLoad = ({ verb }: Call): boolean => Object.hasOwn(verbs.loads, verb)

  const run = ({ id, verb, input }: Call): Answer => {
    const value = functions[verb]?.(...(input as never[]))
    return { id, ok: true, value }
  }

  function attempt(call: Call): Answer {
    try {
      return run(call)
    } catch (error) {
      return failed(call, error)
    }
  }

  function attemptWrite(call: Call): Answer {
    database.exec('SAVEPOINT one')
    try {
      const answer = run(call)
      database.exec('RELEASE one')
      return answer
    } catch (error) {
      // A full disk makes SQLite take back the whole transaction by itself: then all have failed.
      if (!database.inTransaction) throw error
      database.exec('ROLLBACK TO one; RELEASE one')
      return failed(call, error)
    }
  }

  function runTogether(calls: readonly Call[]): readonly Answer[] {
    if (!calls.some(isWrite)) return calls.map(attempt)
    // A load is under way, and its transaction is not for others to join.
    if (database.inTransaction)
      return calls.map((call) => (isWrite(call) ? busy(call) : attempt(call)))
    try {
      database.exec('BEGIN IMMEDIATE')
      const answers = calls.map((call) => (isWrite(call) ? attemptWrite(call) : attempt(call)))
      database.exec('COMMIT')
      return answers
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK')
      return calls.map((call) => failed(call, error))
    }
  }

  return (calls) =>
    calls.some(isLoad)
      ? calls.flatMap((call) => (isLoad(call) ? attempt(call) : runTogether([call])))
      : runTogether(calls)
}

const busy = ({ id }: Call): Answer => ({
  id,
  ok: false,
  fault: 'unavailable',
  message: 'The store is being filled',
})

const failed = (call: Call, error: unknown): Answer => ({
  id: call.id,
  ok: false,
  fault: faultOf(error),
  message: error instanceof Error ? error.message : String(error),
})
