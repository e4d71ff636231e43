import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { closeClients, connect, type TestClient } from '../tests/support/client.ts'
import { bearer, dataUrl, speak } from '../tests/support/media.ts'
import { wav } from '../tests/support/sounds.ts'
import {
  removeTemporaryFolders,
  startServer,
  type StartedServer,
} from '../tests/support/start-server.ts'
import { UPLOADS_AT_ONCE } from '#shared/protocol/limits.ts'
import type { Benchmark, Row } from './benchmark.ts'

const AT_ONCE = 50
const FILE_BYTES = 25 * 1024 * 1024
const PIECE = Buffer.alloc(64 * 1024, 'parley')
const SAMPLE_EVERY_MS = 50

/** The longest recording that fits into one event, uncompressed: 2.6 MB. */
const RECORDING_SECONDS = 325

/** Resident memory of the whole process, in MiB. */
function memoryOf(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

/** The most memory that the server had while the work went on, and how long that took. */
async function during(name: string, pid: number, work: () => Promise<unknown>): Promise<Row> {
  let peak = memoryOf(pid)
  const timer = setInterval(() => (peak = Math.max(peak, memoryOf(pid))), SAMPLE_EVERY_MS)
  const startedAt = performance.now()
  await work()
  clearInterval(timer)
  const seconds = (performance.now() - startedAt) / 1_000
  const megabytes = (AT_ONCE * FILE_BYTES) / 1e6
  return { name, values: { 'peak MiB': peak, 'MB/s': megabytes / seconds } }
}

/** Piece by piece and no faster than the server takes it, so that this process stays small too. */
function bring(origin: string, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { ...bearer(token), 'content-length': FILE_BYTES }
    const call = request(`${origin}/api/media`, { method: 'POST', headers })
    let left = FILE_BYTES
    const write = (): void => {
      while (left > 0) {
        const piece = PIECE.subarray(0, left)
        left -= piece.length
        if (!call.write(piece)) return void call.once('drain', write)
      }
      call.end()
    }
    call.on('error', reject)
    call.on('response', (response) => {
      response.resume()
      if (response.statusCode === 200) response.on('end', resolve)
      else reject(new Error(`The upload was answered with ${response.statusCode}`))
    })
    write()
  })
}

/** As much as an upload, in as many goes as it takes with what can be sent so far. */
async function fetchAway(url: string): Promise<void> {
  for (let got = 0; got < FILE_BYTES;) got += await fetchOnce(url)
}

function fetchOnce(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(url, (response) => {
      let bytes = 0
      response.on('data', (piece: Buffer) => (bytes += piece.length))
      response.on('end', () => resolve(bytes))
      if (response.statusCode !== 200) reject(new Error(`Answered with ${response.statusCode}`))
    })
    call.on('error', reject)
    call.end()
  })
}

async function peopleFor(server: StartedServer): Promise<{ client: TestClient; token: string }[]> {
  const people = Array.from({ length: Math.ceil(AT_ONCE / UPLOADS_AT_ONCE) }, async (_, index) => {
    const client = await connect(server.origin)
    const { token } = await client.join('general', `Guest ${index}`)
    return { client, token }
  })
  return Promise.all(people)
}

/** Whether memory stays flat however many files go in and out at once. */
export const files: Benchmark = {
  name: 'files',
  about: `${AT_ONCE} files of 25 MiB at once, in and then out`,
  async run() {
    if (process.platform !== 'linux') throw new Error('Memory is read from /proc')
    const server = await startServer()
    const people = await peopleFor(server)
    const tokenOf = (index: number): string => people[index % people.length]?.token ?? ''
    const all = Array.from({ length: AT_ONCE }, (_, index) => index)
    const audio = dataUrl(wav(RECORDING_SECONDS), 'audio/wav')
    const said = await speak(people[0]?.client as TestClient, 'general', { audio })
    const url = server.origin + (said.audio ?? '')

    const rows = [
      await during('one upload after the other', server.pid, async () => {
        for (const index of all) await bring(server.origin, tokenOf(index))
      }),
      await during(`${AT_ONCE} uploads at once`, server.pid, () =>
        Promise.all(all.map((index) => bring(server.origin, tokenOf(index)))),
      ),
      await during(`${AT_ONCE} downloads at once`, server.pid, () =>
        Promise.all(all.map(() => fetchAway(url))),
      ),
    ]
    closeClients()
    await server.stop()
    removeTemporaryFolders()
    return rows
  },
}
