import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { freePort } from './free-port.ts'
import { createTempFolder } from './temp-folder.ts'

/** A Redis of its own for a test, on loopback, with its data in a temporary folder. */
export interface TestRedis {
  readonly port: number
  readonly url: string
  /** 0 while it does not run. */
  readonly pid: number
  /** Sends one command on a connection of its own. @returns the answer as it travels */
  command(...words: readonly string[]): Promise<string>
  /** Ends it without any warning, as a crash would. */
  kill(): Promise<void>
  /** Stops and continues the process, as a machine does that hangs. */
  freeze(): void
  thaw(): void
  /** After `kill`: on the same port, with the same data. */
  start(): Promise<void>
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

/** Every answered write is on the disk. */
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always']

/** What it says once it listens and has read its data. */
const READY = 'Ready to accept connections'

/** A program that speaks the same language, such as valkey-server, can be tried instead. */
const PROGRAM = process.env['REDIS_SERVER'] ?? 'redis-server'

/** Whether this machine can run the tests that need Redis. */
export const hasRedis = spawnSync(PROGRAM, ['--version']).status === 0

interface RedisOptions {
  /** Instead of the settings under which nothing is lost. */
  readonly settings?: readonly string[]
  readonly password?: string
}

/** Somebody else may be quicker to take the port that was free. */
const START_TRIES = 3

export async function startRedis(options: RedisOptions = {}): Promise<TestRedis> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startRedisOn(await freePort(), options)
    } catch (error) {
      if (tries === START_TRIES) throw error
    }
  }
}

async function startRedisOn(port: number, options: RedisOptions): Promise<TestRedis> {
  const folder = createTempFolder('redis')
  const args = [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder.path],
    ...['--save', '', '--daemonize', 'no', ...(options.settings ?? DURABLE)],
    ...(options.password === undefined ? [] : ['--requirepass', options.password]),
  ]
  let child: ChildProcess | null = null

  async function start(): Promise<void> {
    const started = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'ignore'] })
    child = started
    // A test that fails half-way must not leave it behind.
    const endWithUs = (): unknown => started.kill('SIGKILL')
    process.once('exit', endWithUs)
    started.once('exit', () => process.off('exit', endWithUs))
    // By its own word: who answers on the port could be the Redis of another test.
    await new Promise<void>((resolve, reject) => {
      let said = ''
      started.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (!said.includes(READY)) said += text
        if (said.includes(READY)) resolve()
      })
      started.once('close', () => reject(new Error(`${PROGRAM} did not start: ${said}`)))
    })
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  try {
    await start()
  } catch (error) {
    folder.remove()
    throw error
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return child?.pid ?? 0
    },
    command: (...words) => ask(port, words),
    kill,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    start,
    async remove() {
      await kill()
      folder.remove()
    },
  }
}

/** Enough of the protocol to ask one thing: an array of bulk strings, and whatever comes back. */
function ask(port: number, words: readonly string[]): Promise<string> {
  const request = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`*${words.length}\r\n${request}`)
    })
    socket.setEncoding('utf8')
    socket.once('data', (answer: string) => {
      socket.destroy()
      resolve(answer)
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('Redis closed the connection')))
  })
}
