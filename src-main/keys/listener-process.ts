import { utilityProcess } from 'electron'
import {
  listenerMessageSchema,
  type ListenerCommand,
  type ListenerMessage,
} from '#shared/ipc/keys.ts'
import { inherited, talkWith, type OwnProcess, type ProcessListener } from '../utility-process.ts'

/** The process that listens to the keys, as seen from outside. */
export type ListenerProcess = OwnProcess<ListenerCommand>
export type ListenerOfProcess = ProcessListener<ListenerMessage>

export type SpawnListener = (listener: ListenerOfProcess) => ListenerProcess

/** What of our own environment it may see: where the screen is, and who may look at it. */
const INHERITED = ['PATH', 'HOME', 'SystemRoot', 'LANG', 'DISPLAY', 'XAUTHORITY'] as const

/**
 * A process of its own: native code that hears all keys may fail without taking the app along, and is
 * gone, whatever state it is in, as soon as nobody needs it.
 */
export function createListenerSpawner(options: {
  readonly entry: string
  readonly environment: NodeJS.ProcessEnv
  readonly warn: (text: string, facts: Readonly<Record<string, unknown>>) => void
}): SpawnListener {
  return (listener) => {
    const child = utilityProcess.fork(options.entry, [], {
      serviceName: LISTENER_NAME,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: inherited(options.environment, INHERITED),
    })
    child.stderr?.on('data', (chunk: Buffer) =>
      options.warn('the key listener complains', { text: chunk.toString().slice(0, 500) }),
    )
    return talkWith(child, listenerMessageSchema, listener)
  }
}

/** Under which the system's list of processes shows it. */
const LISTENER_NAME = 'Parley key listener'
