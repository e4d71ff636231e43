import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { acceptKey, S3rver } from './s3rver.ts'
import type { S3Place } from '../../src-server/s3-place.ts'
import { askedFor, createS3Memory } from './s3-memory.ts'

/** Answers in the place of the storage. @returns whether it did */
export type S3Interference = (request: IncomingMessage, response: ServerResponse) => boolean

/** Storage that speaks S3, on the loopback interface, with one bucket. */
export interface TestS3 {
  readonly place: S3Place
  /** The settings with which a server uses it. */
  readonly environment: Readonly<Record<string, string>>
  /** Of everything that is there. */
  names(): readonly string[]
  /** Puts an object there, as somebody else would. */
  add(name: string, content: Buffer): void
  /** As if everything had been stored so much earlier. */
  age(ms: number): void
  /** Requests that arrived so far, such as `GET /bucket/blobs/…`. */
  readonly requests: readonly string[]
  /** From now on; null ends it. */
  interfere(how: S3Interference | null): void
  /** How many answers are on their way. */
  sending(): number
  /** Ends all connections at once. */
  cut(): void
  /** Leaves all connections open and sends nothing more over them. */
  stall(): void
  /** How far its clock is ahead of ours. */
  setClock(aheadMs: number): void
  /** From now on, what is sent to it arrives with another first byte. */
  damage(): void
  /** Nobody listens on its port, until `start`; what was stored stays. */
  stop(): Promise<void>
  start(): Promise<void>
}

const BUCKET = 'parley'
const S3_KEY = { accessKey: 'TESTKEY', secretKey: 'a/test+secret=' } as const

/** Overloaded, as Amazon says it. */
export const slowDown: S3Interference = (_, response) => refuse(response, 503, 'SlowDown')

/** Takes the request and says nothing. */
export const silent: S3Interference = () => true

/** Somebody has deleted the bucket. */
export const noBucket: S3Interference = (_, response) => refuse(response, 404, 'NoSuchBucket')

/** What keys are told that may not do this. */
export const denying =
  (isDenied: (request: IncomingMessage) => boolean): S3Interference =>
  (request, response) =>
    isDenied(request) && refuse(response, 403, 'AccessDenied')

export function refuse(response: ServerResponse, status: number, code: string): true {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No</Message></Error>`)
  return true
}

interface S3Options {
  /** Keeps objects there, as the server from npm does, with what it leaves to be desired. */
  readonly folder?: string
}

/** Its protocol and its check of signatures are those of the server from npm. */
export async function startS3({ folder }: S3Options = {}): Promise<TestS3> {
  const { objects, store, behaviour, now, add } = createS3Memory(BUCKET)
  const s3 = new S3rver({
    ...{ silent: true, vhostBuckets: false },
    ...(folder === undefined ? {} : { directory: folder }),
  })
  if (folder !== undefined) mkdirSync(join(folder, BUCKET))
  acceptKey(S3_KEY.accessKey, S3_KEY.secretKey)
  if (folder === undefined) {
    s3.store = store
    s3.context.store = store
  }
  s3.middleware.unshift(({ headers }, next) =>
    askedFor.run(
      {
        ifNoneMatch: headers['if-none-match'],
        sha256: headers['x-amz-content-sha256'],
        isTruncated: false,
      },
      next,
    ),
  )
  // Where what is answered is not XML yet. Its own way to say this needs a cipher that Node has not any more.
  s3.middleware.splice(3, 0, async (context, next) => {
    await next()
    const { ListBucketResult: list } = (context.body ?? {}) as { ListBucketResult?: object }
    if (list && askedFor.getStore()?.isTruncated) Object.assign(list, { IsTruncated: true })
  })
  const serve = s3.callback()

  const requests: string[] = []
  const answers = new Set<ServerResponse>()
  let interfering: S3Interference | null = null
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    answers.add(response)
    response.once('close', () => answers.delete(response))
    response.setHeader('date', new Date(now()).toUTCString())
    if (!interfering?.(request, response)) serve(request, response)
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  const { port } = server.address() as { port: number }
  const origin = `http://127.0.0.1:${port}`

  return {
    place: { origin, bucket: BUCKET, style: 'path', region: 'us-east-1', ...S3_KEY, prefix: '' },
    environment: {
      MEDIA_S3_URL: `${origin}/${BUCKET}`,
      MEDIA_S3_ACCESS_KEY: S3_KEY.accessKey,
      MEDIA_S3_SECRET_KEY: S3_KEY.secretKey,
    },
    names: () => [...objects.keys()].toSorted(),
    add: (name, content) => void add(name, content),
    age(ms) {
      for (const object of objects.values()) object.modifiedAt -= ms
    },
    requests,
    interfere: (how) => (interfering = how),
    sending: () => answers.size,
    cut: () => server.closeAllConnections(),
    stall: () => sockets.forEach((socket) => socket.cork()),
    setClock: (aheadMs) => (behaviour.clockAheadMs = aheadMs),
    damage: () => (behaviour.isDamaging = true),
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
    start: () => listen(port),
  }
}
