import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openRawWebSocket, type RawWebSocket } from '../tests/support/raw-websocket.ts'
import { removeTemporaryFolders, startServer } from '../tests/support/start-server.ts'
import type { Benchmark, Row } from './benchmark.ts'

const CLIENTS = 200
const MESSAGES_PER_SECOND = 40
const WARM_UP_MS = 1_500
const MEASURE_MS = 6_000

/** Below what one session may say for long, so that limits do not shape the result. */
const MESSAGES_PER_SENDER = 5

/** Reading the time out of every delivery would measure the generator. */
const CLIENTS_TIMED = 10

/** Clock ticks in a second, which Linux has fixed at 100 for what it tells programs. */
const TICKS_PER_SECOND = 100

interface Target {
  readonly name: string
  readonly port: number
  readonly pid: number
  stop(): Promise<unknown>
}

async function startBare(): Promise<Target> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'bare-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const port = Number(/:(\d+)\n/.exec(line.toString())?.[1])
  const stop = () => {
    child.kill()
    return once(child, 'exit')
  }
  return { name: 'bare Socket.IO, nothing stored', port, pid: child.pid ?? 0, stop }
}

async function startParley(): Promise<Target> {
  const { port, pid, stop } = await startServer()
  return { name: 'Parley, every message on disk first', port, pid, stop }
}

/** Milliseconds of processor time that the whole process has used, on any thread. */
function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND
}

interface Counts {
  delivered: number
  latencies: number[]
}

function join(port: number, index: number, counts: Counts): Promise<RawWebSocket> {
  return new Promise((joined, fail) => {
    const opening = openRawWebSocket(port, (text) => {
      if (text.startsWith('42["chat:message"')) {
        if (!text.includes('"type":"text"')) return
        counts.delivered += 1
        if (index < CLIENTS_TIMED) counts.latencies.push(performance.now() - timeIn(text))
        return
      }
      void opening.then((socket) => {
        if (text === '2') socket.send('3')
        if (text.startsWith('0')) socket.send('40')
        if (text.startsWith('40')) {
          socket.send(`42["room:join",{"roomId":"general","user":{"name":"Guest ${index}"}}]`)
        }
        if (text.startsWith('42["chat:history"')) joined(socket)
      })
    })
    opening.catch(fail)
  })
}

const timeIn = (text: string): number => Number(/"text":"at ([\d.]+)/.exec(text)?.[1])

async function measure(target: Target): Promise<Row> {
  const counts: Counts = { delivered: 0, latencies: [] }
  const sockets = await Promise.all(
    Array.from({ length: CLIENTS }, (_, index) => join(target.port, index, counts)),
  )
  const senders = sockets.slice(0, MESSAGES_PER_SECOND / MESSAGES_PER_SENDER)
  let sent = 0
  const timer = setInterval(() => {
    const sender = senders[sent % senders.length]
    sent += 1
    const text = `at ${performance.now()} ${'x'.repeat(60)}`
    sender?.send(`42${sent}["chat:message",{"roomId":"general","text":"${text}"}]`)
  }, 1_000 / MESSAGES_PER_SECOND)

  await sleep(WARM_UP_MS)
  counts.delivered = 0
  counts.latencies.length = 0
  const cpuBefore = cpuMsOf(target.pid)
  const startedAt = performance.now()
  await sleep(MEASURE_MS)
  const seconds = (performance.now() - startedAt) / 1_000
  const cpuMs = cpuMsOf(target.pid) - cpuBefore
  clearInterval(timer)
  for (const socket of sockets) socket.destroy()

  const sorted = counts.latencies.toSorted((one, other) => one - other)
  const percentile = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? NaN
  return {
    name: target.name,
    values: {
      'deliveries/s': Math.round(counts.delivered / seconds),
      'CPU µs/delivery': (cpuMs * 1_000) / counts.delivered,
      'p50 ms': percentile(0.5),
      'p99 ms': percentile(0.99),
    },
  }
}

/** The cost of a message on its way to everybody in the room, beside that of the bare engine. */
export const textFanOut: Benchmark = {
  name: 'text-fan-out',
  about: `one room, ${CLIENTS} clients, ${MESSAGES_PER_SECOND} messages a second`,
  async run() {
    if (process.platform !== 'linux') throw new Error('Processor time is read from /proc')
    const rows: Row[] = []
    // Alternating, so that a change of the machine's mood hits both.
    for (const start of [startBare, startParley, startBare, startParley]) {
      const target = await start()
      rows.push(await measure(target))
      await target.stop()
    }
    removeTemporaryFolders()
    return rows
  },
}
