import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeTemporaryFolders } from '../tests/support/start-server.ts'
import type { Benchmark, Row } from './benchmark.ts'
import { hasMumble, startMumble } from './mumble-server.ts'
import { cpuMsOf, startOnSqlite } from './targets.ts'
import { startVoiceClients, type Sends, type VoiceClients } from './voice-clients.ts'
import { enterVoice, joinForVoice } from './voice-guest.ts'

/** Listeners and speakers. With more of both, clients and server would share a small machine's processors. */
const SHAPES = [
  [50, 1],
  [50, 3],
  [50, 10],
  [100, 1],
  [100, 3],
  [200, 1],
  [200, 3],
] as const
const WARM_UP_MS = 2_000
const MEASURE_MS = 6_000
const SOUND_PER_SECOND = 50

/** Something that carries voice, with everybody in it. */
export interface Carrier {
  cpuMs(): number
  stop(): Promise<void>
}

export type Enter = (clients: VoiceClients, people: number, speakers: number) => Promise<Carrier>

export const enterBare =
  (sends: Sends): Enter =>
  async (clients, people, speakers) => {
    const child = spawn(process.execPath, [resolve(import.meta.dirname, 'bare-forwarder.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const port = Number(/:(\d+)\n/.exec(line.toString())?.[1])
    for (let id = 0; id < people; id += 1) {
      const connected = clients.next('connected', id)
      clients.tell({ type: 'join-bare', id, port, sends: id < speakers ? sends : 'nothing' })
      await connected
    }
    return {
      cpuMs: () => cpuMsOf(child.pid ?? 0),
      async stop() {
        child.kill()
        await once(child, 'exit')
      },
    }
  }

const enterParley: Enter = async (clients, people, speakers) => {
  const server = await startOnSqlite()
  const [port = 0] = server.ports
  for (let id = 0; id < people; id += 1) {
    const guest = await joinForVoice(port, id)
    await enterVoice(clients, guest, { id, sends: id < speakers ? 'sound' : 'nothing' })
  }
  return server
}

const enterMumble =
  (way: 'udp' | 'tcp'): Enter =>
  async (clients, people, speakers) => {
    const server = await startMumble()
    for (let id = 0; id < people; id += 1) {
      const connected = clients.next('connected', id)
      clients.tell({ type: 'join-mumble', id, port: server.port, speaks: id < speakers, way })
      await connected
    }
    return server
  }

/**
 * @param perSecond packets of one who sends
 * @returns µs for each packet that reached somebody
 */
export async function measurePackets(
  enter: Enter,
  people: number,
  speakers: number,
  perSecond: number,
): Promise<number> {
  const clients = startVoiceClients()
  const carrier = await enter(clients, people, speakers)
  clients.tell({ type: 'talk' })
  await sleep(WARM_UP_MS)
  const [before, cpuBefore] = [await clients.count(), carrier.cpuMs()]
  await sleep(MEASURE_MS)
  const [after, cpuAfter] = [await clients.count(), carrier.cpuMs()]
  await clients.stop()
  await carrier.stop()
  const expected = (people - 1) * speakers * perSecond * (MEASURE_MS / 1_000)
  const arrived = (after - before) / expected
  if (arrived < 0.9)
    console.log(`  ${people} × ${speakers}: only ${Math.round(arrived * 100)} % came`)
  return ((cpuAfter - cpuBefore) * 1_000) / (after - before)
}

const CARRIERS: readonly (readonly [string, Enter])[] = [
  ['bare UDP, not encrypted', enterBare('sound')],
  ['Parley', enterParley],
  ...(hasMumble
    ? ([
        ['Mumble, encrypted UDP', enterMumble('udp')],
        ['Mumble, through TCP', enterMumble('tcp')],
      ] as const)
    : []),
]

/** What one packet to one listener costs the whole server, encryption included. */
export const voice: Benchmark = {
  name: 'voice',
  about: 'processor time (µs) of the whole server for each packet that reaches a listener',
  async run() {
    if (process.platform !== 'linux') throw new Error('Processor time is read from /proc')
    const rows: Row[] = []
    if (!hasMumble) console.log('  Without Mumble: its package mumble-server is not installed')
    for (const [name, enter] of CARRIERS) {
      const values: Record<string, number> = {}
      for (const [people, speakers] of SHAPES) {
        values[`${people} × ${speakers}`] = await measurePackets(
          enter,
          people,
          speakers,
          SOUND_PER_SECOND,
        )
      }
      rows.push({ name, values })
    }
    removeTemporaryFolders()
    return rows
  },
}
