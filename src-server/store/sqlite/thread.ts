import { Worker } from 'node:worker_threads'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { Gone } from '../../ports/gone.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import type { Answer, FromThread, Input, Output, ToThread, Verb } from './calls.ts'
import type { OpenFailure } from './database.ts'

export interface DatabaseThread {
  /** @throws Unavailable when the disk does not take it; nothing has been changed then */
  call<Name extends Verb>(verb: Name, ...input: Input<Name>): Promise<Output<Name>>
  /** Finishes what is waiting, then lets go of the file. */
  close(): Promise<void>
}

export interface ThreadOptions {
  readonly workerUrl: URL
  readonly file: string
  /** The thread ended by itself, which only a bug can cause. */
  readonly onLost: (error: Error) => void
}

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

/** Starts the thread that owns the database; when that fails, the thread has ended. */
export function startThread(options: ThreadOptions): Promise<Result<DatabaseThread, OpenFailure>> {
  const worker = new Worker(options.workerUrl, { workerData: { file: options.file } })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let isClosed = false

  const send = (message: ToThread): void => worker.postMessage(message)

  const call: DatabaseThread['call'] = (verb, ...input) =>
    new Promise((resolve, reject) => {
      if (isClosed) return reject(new Unavailable('The store is closed'))
      lastId += 1
      waiting.set(lastId, { resolve, reject })
      send({ id: lastId, verb, input })
    })

  function settle(answer: Answer): void {
    const caller = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.ok) caller?.resolve(answer.value as never)
    else caller?.reject(errorOf(answer))
  }

  function giveUp(error: Error): void {
    for (const caller of waiting.values()) caller.reject(new Unavailable('The store has ended'))
    waiting.clear()
    if (!isClosed) options.onLost(error)
    isClosed = true
  }

  async function close(): Promise<void> {
    if (isClosed) return
    isClosed = true
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    send({ id: 0, verb: 'close', input: [] })
    await ended
  }

  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      switch (message.type) {
        case 'answers':
          return message.answers.forEach(settle)
        case 'opened':
          return resolve(succeed({ call, close }))
        case 'failed':
          isClosed = true
          // Wait for the end of the thread: only then is the file free to be moved.
          void worker.terminate().then(() => resolve(fail(message.failure)))
          return
        case 'closed':
      }
    })
    worker.on('error', (error: Error) => {
      giveUp(error)
      reject(error)
    })
    worker.on('exit', () => giveUp(new Error('The thread of the database has ended')))
  })
}

function errorOf({ fault, message }: Extract<Answer, { ok: false }>): Error {
  if (fault === 'bug') return new Error(message)
  return fault === 'gone' ? new Gone(message) : new Unavailable(message)
}
