import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** A server process of its own, on a free port of the loopback interface. */
export interface StartedServer {
  readonly origin: string
  readonly port: number
  readonly dataDir: string
  readonly pid: number
  /** What it has printed so far. */
  readonly output: { readonly stdout: string; readonly stderr: string }
  /** Asks it to end. @returns its exit code */
  stop(): Promise<number | null>
  /** Ends it without any warning, as a crash would. */
  kill(): Promise<void>
}

export interface FinishedServer {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface ServerOptions {
  /** Kept when given, otherwise a temporary one that `removeTemporaryFolders` removes. */
  readonly dataDir?: string
  readonly environment?: Readonly<Record<string, string>>
  /** Where it looks for `.env`. */
  readonly workingDir?: string
  /** The program, when it is not the one of this repository. */
  readonly entry?: string
  /** What follows the program's name: a command instead of a server. */
  readonly words?: readonly string[]
}

/** The server as operators run it; the set-up of these tests builds it when the sources changed. */
export const SERVER_PROGRAM = resolve(import.meta.dirname, '../../dist/server/main.js')

const folders: string[] = []

/** A new folder, removed by `removeTemporaryFolders`. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  folders.push(folder)
  return folder
}

export function removeTemporaryFolders(): void {
  // A server of a test that failed may still be writing there.
  const options = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }
  for (const folder of folders.splice(0)) rmSync(folder, options)
  folderOfRedis.clear()
}

/** Instances on one Redis share their folder, as they have to. */
const folderOfRedis = new Map<string, string>()

function newDataDir({ REDIS_URL, REDIS_PREFIX = '' }: Readonly<Record<string, string>>): string {
  const fresh = join(temporaryFolder(), 'data')
  if (REDIS_URL === undefined) return fresh
  const deployment = `${REDIS_URL} ${REDIS_PREFIX}`
  const shared = folderOfRedis.get(deployment) ?? fresh
  folderOfRedis.set(deployment, shared)
  return shared
}

function launch(options: ServerOptions) {
  const dataDir = options.dataDir ?? newDataDir(options.environment ?? {})
  const child = spawn(
    process.execPath,
    [options.entry ?? SERVER_PROGRAM, ...(options.words ?? [])],
    {
      cwd: options.workingDir ?? temporaryFolder(),
      // Nothing of the tester's own environment, so that the result is the same everywhere.
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        HOST: '127.0.0.1',
        PORT: '0',
        DATA_DIR: dataDir,
        ...options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  // A test that fails half-way must not leave it behind.
  const endWithUs = (): unknown => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  // Not when it has ended, but when all that it said has arrived as well.
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, output, dataDir, ended }
}

/** Starts a server and waits until it says where it is. */
export async function startServer(options: ServerOptions = {}): Promise<StartedServer> {
  const { child, output, dataDir, ended } = launch(options)
  const port = await new Promise<number>((found, fail) => {
    child.stdout.on('data', () => {
      const port = /http:\/\/[^ ]+:(\d+)/.exec(output.stdout)?.[1]
      if (!port || !output.stdout.includes('\n')) return
      // What it said on stderr before has arrived by now too, but may be the next to be read.
      setImmediate(() => found(Number(port)))
    })
    void ended.then((code) => fail(new Error(`The server ended (${code}): ${output.stderr}`)))
  })
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    pid: child.pid ?? 0,
    output,
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Starts a server that is expected to refuse, and waits for its end. */
export async function runUntilExit(options: ServerOptions = {}): Promise<FinishedServer> {
  const { output, ended } = launch(options)
  const exitCode = await ended
  return { exitCode, ...output }
}

export interface RunningCommand {
  /** What it has said so far. */
  readonly output: { readonly stdout: string; readonly stderr: string }
  /** Ends it without any warning. */
  kill(): Promise<void>
  /** Asks it to stop. */
  interrupt(): void
  finished(): Promise<FinishedServer>
}

/** Starts a command of the server's program, such as `backup FILE`. */
export function startCommand(
  words: readonly string[],
  options: ServerOptions = {},
): RunningCommand {
  const { child, output, ended } = launch({ ...options, words })
  return {
    output,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    interrupt: () => void child.kill('SIGINT'),
    finished: async () => ({ exitCode: await ended, ...output }),
  }
}

/** Runs a command of the server's program to its end. */
export const runCommand = (
  words: readonly string[],
  options: ServerOptions = {},
): Promise<FinishedServer> => startCommand(words, options).finished()
