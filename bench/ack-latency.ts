import { removeTemporaryFolders } from '../tests/support/start-server.ts'
import type { Benchmark, Row } from './benchmark.ts'
import { joinAsGuest, percentileOf } from './guests.ts'
import { parleys, startBare, type Target } from './targets.ts'

const WRITERS = [1, 50, 200] as const

/** Within the burst of a session; fewer where there are many, so that each case takes as long. */
const messagesFor = (writers: number): number => (writers === 1 ? 90 : writers === 50 ? 30 : 10)

/** Everybody writes, waits for the answer and writes again: how long the answer takes. */
async function latenciesOf(port: number, first: number, writers: number): Promise<number[]> {
  const latencies: number[] = []
  const answers = new Map<number, () => void>()
  const hearAs = (index: number) => (text: string) => {
    if (text.startsWith('43')) answers.get(index)?.()
  }
  const indexes = Array.from({ length: writers }, (_, index) => first + index)
  const sockets = await Promise.all(indexes.map((index) => joinAsGuest(port, index, hearAs(index))))
  const messages = Array.from({ length: messagesFor(writers) }, (_, number) => number)
  await Promise.all(
    sockets.map(async (socket, at) => {
      for (const number of messages) {
        const answered = new Promise<void>((resolve) => answers.set(first + at, resolve))
        const sentAt = performance.now()
        socket.send(`42${number}["chat:message",{"roomId":"general","text":"${'x'.repeat(80)}"}]`)
        await answered
        latencies.push(performance.now() - sentAt)
      }
    }),
  )
  for (const socket of sockets) socket.destroy()
  return latencies
}

async function measure({ name, ports: [port = 0] }: Target): Promise<Row> {
  const values: Record<string, number> = {}
  let first = 0
  for (const writers of WRITERS) {
    const latencies = await latenciesOf(port, first, writers)
    first += writers
    values[`${writers}: p50 ms`] = percentileOf(latencies, 0.5)
    values[`${writers}: p99 ms`] = percentileOf(latencies, 0.99)
  }
  return { name, values }
}

/** What it costs to say "this is safe", beside an answer that promises nothing. */
export const ackLatency: Benchmark = {
  name: 'ack-latency',
  about: `${WRITERS.join(', ')} writers in one room, each waiting for its answer`,
  async run() {
    const rows: Row[] = []
    for (const start of [startBare, ...parleys.slice(0, 2)]) {
      const target = await start()
      rows.push(await measure(target))
      await target.stop()
    }
    removeTemporaryFolders()
    return rows
  },
}
