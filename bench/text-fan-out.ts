import { setTimeout as sleep } from 'node:timers/promises'
import { removeTemporaryFolders } from '../tests/support/start-server.ts'
import type { Benchmark, Row } from './benchmark.ts'
import { joinAsGuest, percentileOf } from './guests.ts'
import { parleys, startBare, type Target } from './targets.ts'

const CLIENTS = 200
const MESSAGES_PER_SECOND = 40
const WARM_UP_MS = 1_500
const MEASURE_MS = 6_000

/** Below what one session may say for long, so that limits do not shape the result. */
const MESSAGES_PER_SENDER = 5

/** Reading the time out of every delivery would measure the generator. */
const CLIENTS_TIMED = 10

const timeIn = (text: string): number => Number(/"text":"at ([\d.]+)/.exec(text)?.[1])

async function measure({ name, ports, cpuMs }: Target): Promise<Row> {
  let delivered = 0
  const latencies: number[] = []
  const hearAs = (index: number) => (text: string) => {
    if (!text.startsWith('42["chat:message"') || !text.includes('"type":"text"')) return
    delivered += 1
    if (index < CLIENTS_TIMED) latencies.push(performance.now() - timeIn(text))
  }
  const sockets = await Promise.all(
    Array.from({ length: CLIENTS }, (_, index) =>
      joinAsGuest(ports[index % ports.length] ?? 0, index, hearAs(index)),
    ),
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
  delivered = 0
  latencies.length = 0
  const cpuBefore = cpuMs()
  const startedAt = performance.now()
  await sleep(MEASURE_MS)
  const seconds = (performance.now() - startedAt) / 1_000
  const cpuUsed = cpuMs() - cpuBefore
  clearInterval(timer)
  for (const socket of sockets) socket.destroy()
  return {
    name,
    values: {
      'deliveries/s': Math.round(delivered / seconds),
      'CPU µs/delivery': (cpuUsed * 1_000) / delivered,
      'p50 ms': percentileOf(latencies, 0.5),
      'p99 ms': percentileOf(latencies, 0.99),
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
    const candidates = [startBare, ...parleys]
    // Alternating, so that a change of the machine's mood hits all of them.
    for (const start of [...candidates, ...candidates]) {
      const target = await start()
      rows.push(await measure(target))
      await target.stop()
    }
    removeTemporaryFolders()
    return rows
  },
}
