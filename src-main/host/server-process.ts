import { utilityProcess } from 'electron'
import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  hostedServerMessageSchema,
  type HostCommand,
  type HostedServerMessage,
} from '#shared/ipc/host.ts'
import { inherited, talkWith, type OwnProcess, type ProcessListener } from '../utility-process.ts'

/** The server in a process of its own, as the supervisor sees it. */
export type ServerProcess = OwnProcess<HostCommand>
export type ServerProcessListener = ProcessListener<HostedServerMessage>

export interface ServerProcessOptions {
  readonly name: string
  /** As configured: the server itself says what is wrong with it. */
  readonly port: string
}

export type SpawnServer = (
  options: ServerProcessOptions,
  listener: ServerProcessListener,
) => ServerProcess

/** What of our own environment the server may see. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot', 'LOG_LEVEL', 'LANG'] as const

/**
 * Starts the server bundle as a utility process: not a fork of Node, which the packaged app forbids,
 * and not a worker, which would take the app down with it.
 */
export function createServerSpawner(options: {
  readonly entry: string
  readonly dataFolder: string
  readonly logFile: string
  readonly bindAddress: string
  readonly environment: NodeJS.ProcessEnv
}): SpawnServer {
  return ({ name, port }, listener) => {
    const child = utilityProcess.fork(options.entry, [], {
      serviceName: 'Parley server',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...inheritedBy(options.environment),
        PORT: port,
        HOST: options.bindAddress,
        DATA_DIR: options.dataFolder,
        SERVER_NAME: name,
      },
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => appendToLog(options.logFile, chunk))
    }
    return talkWith(child, hostedServerMessageSchema, listener)
  }
}

/** What any program of the server gets. */
export const inheritedBy = (environment: NodeJS.ProcessEnv): Record<string, string> => ({
  ...inherited(environment, INHERITED),
  NODE_ENV: environment['NODE_ENV'] ?? 'production',
})

export function appendToLog(file: string, chunk: Buffer): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    appendFileSync(file, chunk, { mode: 0o600 })
  } catch {
    // A full disk must not stop the server as well.
  }
}
