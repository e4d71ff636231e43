import { parentPort, workerData } from 'node:worker_threads'
import { fail, succeed } from '#shared/lib/result.ts'
import type { VoiceEngine } from '../ports/voice-engine.ts'
import {
  ABANDON,
  type FromThread,
  type Output,
  type StartOptions,
  type ToThread,
  type Verb,
  type WorkerData,
} from './calls.ts'
import { createEngine } from './engine.ts'
import { holdPort, prepareLibrary, tearLibraryDown, type HeldPort } from './library.ts'

/**
 * The thread that carries sound: whatever a full room costs, nobody's message waits for it, and a
 * large history read does not make voices stutter.
 */

const port = parentPort
if (!port) throw new Error('This script runs as a worker thread')

interface Running {
  readonly engine: VoiceEngine
  readonly held: HeldPort
}

const running = new Map<number, Running>()

const say = (message: FromThread): void => port.postMessage(message)

prepareLibrary()
port.on('message', (message: ToThread | typeof ABANDON) => {
  if (message === ABANDON) return void abandon()
  perform(message).then(
    (value) => say({ type: 'answer', id: message.id, value }),
    (error: unknown) => say({ type: 'failed', id: message.id, message: String(error) }),
  )
})

/** The process is about to exit and waits for the library to be gone, see `thread.ts`. */
async function abandon(): Promise<void> {
  for (const { engine } of running.values()) await engine.end()
  await tearLibraryDown()
  const { isGone } = workerData as WorkerData
  Atomics.store(isGone, 0, 1)
  Atomics.notify(isGone, 0)
}

async function perform(message: ToThread): Promise<Output<Verb>> {
  if (message.verb === 'start') return start(message.engine, ...message.input)
  const engine = running.get(message.engine)?.engine
  if (!engine) throw new Error('This engine does not run')
  switch (message.verb) {
    case 'open':
      return engine.open(...message.input)
    case 'answer':
      return engine.answer(...message.input)
    case 'silence':
      return engine.silence(...message.input)
    case 'deafen':
      return engine.deafen(...message.input)
    case 'show':
      return engine.show(...message.input)
    case 'close':
      return engine.close(...message.input)
    case 'end':
      return end(message.engine)
  }
}

async function start(id: number, options: StartOptions): Promise<Output<'start'>> {
  const held = await holdPort(options.port, options.bindAddress)
  if (!held.ok) return fail(held.error)
  const engine = createEngine({ ...options, port: held.value.port })
  engine.onLost(({ stay }) => say({ type: 'lost', engine: id, stay }))
  running.set(id, { engine, held: held.value })
  return succeed(held.value.port)
}

async function end(id: number): Promise<void> {
  const ending = running.get(id)
  running.delete(id)
  await ending?.engine.end()
  ending?.held.release()
  if (running.size === 0) await tearLibraryDown()
}
