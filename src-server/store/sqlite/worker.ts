import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { Call, FromThread, ToThread } from './calls.ts'
import { closeDatabase, openDatabase } from './database.ts'
import { createForgetting } from './forgetting.ts'
import { createBatchRunner } from './group-commit.ts'
import { createVerbs } from './verbs.ts'

/**
 * The thread that owns the database: waiting for the disk stops this thread and no other, so a slow
 * disk delays acknowledgements and nothing else.
 */

/** Large enough that a burst shares one commit, small enough that the first of it waits little. */
const BATCH_MAX = 128

const port = parentPort
if (!port) throw new Error('This script runs as a worker thread')

const say = (message: FromThread): void => port.postMessage(message)

const opened = openDatabase((workerData as { file: string }).file)
if (opened.ok) serve(opened.value)
else say({ type: 'failed', failure: opened.error })

function serve(database: Parameters<typeof createVerbs>[0]): void {
  const runBatch = createBatchRunner(database, createVerbs(database))
  const forgetting = createForgetting(database)
  port?.on('message', (first: ToThread) => {
    const { calls, isClosing } = takeWaiting(first)
    if (calls.length > 0) say({ type: 'answers', answers: runBatch(calls) })
    forgetting.noticed(calls)
    if (!isClosing) return
    forgetting.stop()
    closeDatabase(database)
    say({ type: 'closed' })
    port?.close()
  })
  say({ type: 'opened' })
}

/** The message that woke this thread and everything that has come since, up to a batch. */
function takeWaiting(first: ToThread): { calls: Call[]; isClosing: boolean } {
  const calls: Call[] = []
  for (let next: ToThread | undefined = first; next; next = takeNext()) {
    if (next.verb === 'close') return { calls, isClosing: true }
    calls.push(next)
    if (calls.length === BATCH_MAX) break
  }
  return { calls, isClosing: false }
}

const takeNext = (): ToThread | undefined =>
  port ? (receiveMessageOnPort(port)?.message as ToThread | undefined) : undefined
