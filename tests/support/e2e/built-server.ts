import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { resolve } from 'node:path'

const ENTRY = resolve(import.meta.dirname, '../../../dist/server/main.js')

export interface BuiltServer {
  readonly origin: string
  /** SIGKILL, as a crash or a power cut would. */
  crash(): Promise<void>
  /** SIGTERM, as an operator would. @returns the exit code */
  stop(): Promise<number | null>
}

/** The server from the build, as `npm run serve` runs it, on loopback. */
export async function startBuiltServer(options: {
  readonly dataFolder: string
  readonly port: number
  readonly name?: string
}): Promise<BuiltServer> {
  const child = spawn(process.execPath, [ENTRY], {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(options.port),
      DATA_DIR: options.dataFolder,
      SERVER_NAME: options.name ?? 'Workshop',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await firstLine(child)
  const end = (signal: NodeJS.Signals) => {
    const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
    // One that was killed has no code, and does not end again.
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
    child.kill(signal)
    return exited
  }
  return {
    origin: `http://127.0.0.1:${options.port}`,
    crash: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  }
}

/** The server prints one line when it is ready, and nothing before. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    child.once('exit', (code) => failed(new Error(`The server ended with code ${code}`)))
    if (child.stdout) createInterface({ input: child.stdout }).once('line', done)
  })
}
