import { Worker } from 'node:worker_threads'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import {
  ABANDON,
  type FromThread,
  type Input,
  type Output,
  type Verb,
  type WorkerData,
} from './calls.ts'

export interface VoiceThread {
  /** Rejects when the thread has ended, which only a bug can cause. */
  call<Name extends Verb>(verb: Name, ...input: Input<Name>): Promise<Output<Name>>
  /** Nothing is asked of it any more. */
  leave(): void
}

export interface ThreadEvents {
  readonly onLost: (stay: VoiceStayId) => void
  readonly onFatal: (error: Error) => void
}

interface Shared {
  readonly worker: Worker
  readonly users: Map<number, ThreadEvents>
  readonly waiting: Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>
}

/** Longer than the library takes; with what came before it, shorter than anybody waits for a process to exit. */
const EXIT_WAITS_MS = 900

/**
 * One for the whole process, and it stays: the library keeps its classes in the first thread that loads
 * it, and a second thread, even after the first has ended, crashes the process.
 */
let shared: Shared | { readonly error: Error } | null = null
let lastId = 0

/** @param workerUrl only counts for the first in a process */
export function joinThread(workerUrl: URL, events: ThreadEvents): VoiceThread {
  const thread = (shared ??= start(workerUrl))
  const engine = (lastId += 1)
  if ('error' in thread) return { call: () => Promise.reject(thread.error), leave: () => {} }
  const { worker, users, waiting } = thread
  users.set(engine, events)
  worker.ref()

  return {
    call: (verb, ...input) =>
      new Promise((resolve, reject) => {
        if (shared !== thread) return reject(new Error('The thread of voice has ended'))
        const id = (lastId += 1)
        waiting.set(id, { resolve, reject })
        worker.postMessage({ engine, id, verb, input })
      }),
    leave() {
      users.delete(engine)
      // A process may end while nobody uses it.
      if (users.size === 0) worker.unref()
    },
  }
}

function start(workerUrl: URL): Shared {
  const isGone = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(workerUrl, { workerData: { isGone } satisfies WorkerData })
  const started: Shared = { worker, users: new Map(), waiting: new Map() }
  const { users, waiting } = started

  worker.on('message', (message: FromThread) => {
    if (message.type === 'lost') return users.get(message.engine)?.onLost(message.stay)
    const caller = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.type === 'answer') caller?.resolve(message.value as never)
    else caller?.reject(new Error(message.message))
  })

  function giveUp(error: Error): void {
    if (shared !== started) return
    shared = { error }
    for (const caller of waiting.values()) caller.reject(error)
    waiting.clear()
    for (const user of users.values()) user.onFatal(error)
  }
  // A process that exits in the midst of voice would hang or crash in the library's own threads.
  process.once('exit', () => {
    if (shared !== started || users.size === 0) return
    worker.postMessage(ABANDON)
    // A thread that hangs in the library ends by nothing else, and exiting would wait for it for ever.
    if (Atomics.wait(isGone, 0, 0, EXIT_WAITS_MS) === 'timed-out')
      process.kill(process.pid, 'SIGKILL')
  })
  worker.on('error', giveUp)
  worker.on('exit', () => giveUp(new Error('The thread of voice has ended')))
  return started
}
