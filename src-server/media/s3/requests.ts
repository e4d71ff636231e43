import { request as requestHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http'
import { request as requestHttps, Agent as HttpsAgent } from 'node:https'
import { pipeline, type Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import aws4 from 'aws4'
import type { S3Place } from '../../s3-place.ts'
import { addressOf } from './address.ts'
import { errorCodeIn } from './answers.ts'
import { S3Fault, strange } from './s3-fault.ts'

export interface S3Body {
  /** Bytes. */
  readonly size: number
  /** Of the content, in hexadecimal: the storage compares it with what arrives. */
  readonly sha256: string
  /** Anew for each try. */
  open(): Readable
}

export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  /** Without the prefix of the place; empty for the bucket itself. */
  readonly name: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: S3Body
}

export interface S3Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly content: IncomingMessage
  readonly silentForMs: number
}

/** Nothing moves for so long: it will not any more. Disks that have to wake up take several seconds. */
const SILENT_FOR_MS = 10_000

/** From the first byte to the answer, however slowly something moves: the largest file at 2 Mbit/s. */
const WITHIN_MS = 120_000

/** What passes by itself passes soon; whoever waits for an answer does not wait for more than that. */
const RETRY_AFTER_MS = [100, 500] as const

/** A page of a thousand names has some 400 KB. */
const ANSWER_MAX_BYTES = 8 * 1024 * 1024

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** Requests to one bucket, signed (AWS Signature Version 4). Whatever is no answer is an `S3Fault`. */
export function createRequests(place: S3Place, silentForMs = SILENT_FOR_MS) {
  const { accessKey, secretKey, region, prefix } = place
  const { isEncrypted, hostname, port, host, root } = addressOf(place)
  const agent = new (isEncrypted ? HttpsAgent : HttpAgent)({ keepAlive: true })
  const begin = isEncrypted ? requestHttps : requestHttp

  function signed({ method, name, query, headers, body }: S3Request) {
    const search = query ? `?${new URLSearchParams(query).toString()}` : ''
    const path = name === '' ? root || '/' : `${root}/${prefix}${name}`
    const unsigned = {
      method,
      service: 's3',
      region,
      path: path + search,
      headers: {
        ...headers,
        host,
        'x-amz-content-sha256': body?.sha256 ?? EMPTY_SHA256,
        ...(method === 'PUT' ? { 'content-length': body?.size ?? 0 } : {}),
      },
    }
    const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey }
    return { ...aws4.sign(unsigned, credentials), hostname, port, agent }
  }

  /** One try. @returns as soon as the answer begins; then its content is to be read or destroyed */
  function send(request: S3Request): Promise<S3Answer> {
    return new Promise((resolve, reject) => {
      const call = begin(signed(request))
      const giveUp = (): unknown => call.destroy(new S3Fault({ kind: 'silent' }))
      const tooLate = setTimeout(giveUp, WITHIN_MS)
      call.setTimeout(silentForMs, giveUp)
      call.on('error', (error) => reject(toFault(error)))
      call.on('close', () => clearTimeout(tooLate))
      call.on('response', (content) => {
        clearTimeout(tooLate)
        // From here on it is the reader who says how long to wait.
        call.setTimeout(0)
        // For whoever does not listen yet when the connection ends.
        content.on('error', () => {})
        resolve({ status: content.statusCode ?? 0, headers: content.headers, content, silentForMs })
      })
      if (request.body) {
        // A failure is told by the call itself; here it only has to close the file.
        pipeline(request.body.open(), call, () => {})
      } else {
        call.end()
      }
    })
  }

  /** @returns a success, or one of the statuses that the caller expects */
  async function tryOnce(request: S3Request, expected: readonly number[]): Promise<S3Answer> {
    const answer = await send(request)
    const { status } = answer
    if ((status >= 200 && status < 300) || expected.includes(status)) return answer
    throw new S3Fault({ kind: 'refused', status, code: errorCodeIn(await textOf(answer)) })
  }

  return {
    /** Where it is, for sentences. */
    host,

    async ask(request: S3Request, expected: readonly number[] = []): Promise<S3Answer> {
      for (const delay of RETRY_AFTER_MS) {
        try {
          return await tryOnce(request, expected)
        } catch (error) {
          if (!passesSoon(error)) throw error
        }
        // Not all at the same time again, when there are many.
        await sleep(delay * (0.5 + Math.random()))
      }
      return tryOnce(request, expected)
    },
  }
}

/** All of an answer that is short. */
export async function textOf(answer: S3Answer): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of eachPiece(answer)) {
    size += piece.length
    if (size > ANSWER_MAX_BYTES) throw strange('an answer has no end')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** The content as it comes. Waiting counts only while somebody wants the next piece. */
export async function* eachPiece({ content, silentForMs }: S3Answer): AsyncGenerator<Buffer> {
  const pieces = content[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  try {
    for (;;) {
      const timer = setTimeout(() => content.destroy(new S3Fault({ kind: 'silent' })), silentForMs)
      const { done, value } = await pieces.next().finally(() => clearTimeout(timer))
      if (done === true) return
      yield value
    }
  } catch (error) {
    throw toFault(error)
  } finally {
    content.destroy()
  }
}

/** Overloaded, being restarted, or a connection that was idle too long; not what it does not know (501). */
function passesSoon(error: unknown): boolean {
  if (!(error instanceof S3Fault)) return false
  const { reason } = error
  if (reason.kind === 'refused')
    return (reason.status >= 500 && reason.status !== 501) || reason.status === 429
  return reason.kind === 'unreachable'
}

/** A bug stays what it is. */
function toFault(error: unknown): unknown {
  if (error instanceof S3Fault) return error
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? new S3Fault({ kind: 'unreachable', code }) : error
}
