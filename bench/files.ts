import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { closeClients, connect, type TestClient } from '../tests/support/client.ts'
import { bearer } from '../tests/support/media.ts'
import { startS3 } from '../tests/support/s3-server.ts'
import {
  removeTemporaryFolders,
  startServer,
  temporaryFolder,
  type StartedServer,
} from '../tests/support/start-server.ts'
import type { UploadReply } from '#shared/protocol/http.ts'
import { UPLOADS_AT_ONCE } from '#shared/protocol/limits.ts'
import type { Benchmark, Row } from './benchmark.ts'

const AT_ONCE = 50
const FILE_BYTES = 25 * 1024 * 1024
const PIECE = Buffer.alloc(64 * 1024, 'parley')
const SAMPLE_EVERY_MS = 50

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

let brought = 0

/**
 * Piece by piece and no faster than the server takes it, so that this process stays small too. Each
 * file has a content of its own. @returns its hash
 */
function bring(origin: string, token: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { ...bearer(token), 'content-length': FILE_BYTES }
    const call = request(`${origin}/api/media`, { method: 'POST', headers })
    const mark = Buffer.alloc(8)
    mark.writeDoubleBE((brought += 1))
    call.write(mark)
    let left = FILE_BYTES - mark.length
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
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      response.on('end', () => {
        if (response.statusCode === 200) resolve((JSON.parse(text) as UploadReply).blobId)
        else reject(new Error(`The upload was answered with ${response.statusCode}: ${text}`))
      })
    })
    write()
  })
}

function fetchAway(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request(url, (response) => {
      let bytes = 0
      response.on('data', (piece: Buffer) => (bytes += piece.length))
      response.on('end', () => {
        if (response.statusCode === 200 && bytes === FILE_BYTES) resolve()
        else reject(new Error(`Answered with ${response.statusCode} and ${bytes} bytes`))
      })
      response.on('error', reject)
    })
    call.on('error', reject)
    call.end()
  })
}

interface Guest {
  readonly client: TestClient
  readonly token: string
}

async function peopleFor(server: StartedServer): Promise<Guest[]> {
  const people = Array.from({ length: Math.ceil(AT_ONCE / UPLOADS_AT_ONCE) }, async (_, index) => {
    const client = await connect(server.origin)
    const { token } = await client.join('general', `Guest ${index}`)
    return { client, token }
  })
  return Promise.all(people)
}

/** Brings a file and sends it. @returns where everybody can fetch it */
async function send(server: StartedServer, { client, token }: Guest): Promise<string> {
  const files = [{ blobId: await bring(server.origin, token), name: 'film.bin' }]
  const sent = await client.call('chat:send:files', { roomId: 'general', files } as never)
  if (!sent.ok) throw new Error(sent.error.message)
  return server.origin + (sent.message.attachments[0]?.url ?? '')
}

async function measure(environment: Readonly<Record<string, string>>): Promise<Row[]> {
  if (process.platform !== 'linux') throw new Error('Memory is read from /proc')
  const server = await startServer({ environment })
  const people = await peopleFor(server)
  const guest = (index: number): Guest => people[index % people.length] as Guest
  const all = Array.from({ length: AT_ONCE }, (_, index) => index)
  const upload = (index: number) => bring(server.origin, guest(index).token)
  const url = await send(server, guest(0))

  const rows = [
    await during('one upload after the other', server.pid, async () => {
      for (const index of all) await upload(index)
    }),
    await during(`${AT_ONCE} uploads at once`, server.pid, () => Promise.all(all.map(upload))),
    await during(`${AT_ONCE} downloads at once`, server.pid, () =>
      Promise.all(all.map(() => fetchAway(url))),
    ),
  ]
  closeClients()
  await server.stop()
  removeTemporaryFolders()
  return rows
}

/** Whether memory stays flat however many files go in and out at once. */
export const files: Benchmark = {
  name: 'files',
  about: `${AT_ONCE} files of 25 MiB at once, in and then out`,
  run: () => measure({}),
}

/** The storage is a part of this process, so what it takes of the processor is in the way. */
export const filesOnS3: Benchmark = {
  name: 'files-s3',
  about: `${AT_ONCE} files of 25 MiB at once, into a bucket and then out`,
  async run() {
    const s3 = await startS3({ folder: temporaryFolder() })
    try {
      return await measure(s3.environment)
    } finally {
      await s3.stop()
    }
  },
}
