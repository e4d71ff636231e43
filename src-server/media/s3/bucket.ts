import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { S3Place } from '../../s3-place.ts'
import type { ByteRange } from '../../ports/blob-store.ts'
import { parseList, saysCopied, type ListedPage } from './answers.ts'
import {
  createRequests,
  eachPiece,
  textOf,
  type S3Answer,
  type S3Body,
  type S3Request,
} from './requests.ts'
import { isRefusedWith, strange } from './s3-fault.ts'

export interface Page extends ListedPage {
  /** When it was answered, by the clock of the storage, in whole seconds. Milliseconds since 1970. */
  readonly answeredAt: number
}

export interface Part {
  /** Of the whole object, in bytes. */
  readonly size: number
  /** What was asked for, or what there is of it. */
  readonly range: ByteRange
  readonly content: AsyncIterable<Buffer>
  /** For whoever does not read it. */
  discard(): void
}

/** Something has the name already: 412 as soon as it is there, 409 while it is being stored. */
const TAKEN = [412, 409]

export type Bucket = ReturnType<typeof createBucket>

/** The objects of a bucket, by names below the prefix of the place. All verbs may throw `S3Fault`. */
export function createBucket(place: S3Place, silentForMs?: number) {
  const requests = createRequests(place, silentForMs)
  const { bucket, prefix } = place

  async function finish(answer: S3Answer): Promise<number> {
    await textOf(answer)
    return answer.status
  }

  const put = async (name: string, body: S3Body, headers = {}, expected: number[] = []) =>
    finish(await requests.ask({ method: 'PUT', name, body, headers }, expected))

  /** A bucket that is not there is something else than an object that is not. */
  const unlessMissing = <Value>(work: Promise<Value>): Promise<Value | null> =>
    work.catch((error: unknown) => {
      if (isRefusedWith(error, 'NoSuchKey')) return null
      throw error
    })

  const get = (request: Omit<S3Request, 'method'>): Promise<S3Answer | null> =>
    unlessMissing(requests.ask({ ...request, method: 'GET' }))

  return {
    host: requests.host,
    name: bucket,

    /** All of it or nothing: it is there once the storage has it in full and has compared the hash. */
    async put(name: string, body: S3Body): Promise<void> {
      await put(name, body)
    },

    /** @returns whether it was stored; not when something has that name */
    async putFirst(name: string, text: string): Promise<boolean> {
      const status = await put(name, textBody(text), { 'if-none-match': '*' }, TAKEN).catch(
        async (error: unknown) => {
          if (!isRefusedWith(error, 'NotImplemented', '501')) throw error
          return put(name, textBody(text))
        },
      )
      return !TAKEN.includes(status)
    },

    /** @returns null when there is no such object */
    async readText(name: string): Promise<string | null> {
      const answer = await get({ name })
      return answer && textOf(answer)
    },

    /** @returns null when there is no such object */
    async read(name: string, range: ByteRange): Promise<Part | null> {
      const answer = await get({ name, headers: { range: `bytes=${range.first}-${range.last}` } })
      if (!answer) return null
      const part = partOf(answer)
      // Other bytes than those that were asked for would be taken for them.
      if (part?.range.first === range.first && part.range.last <= range.last) return part
      answer.content.destroy()
      throw strange('parts of objects cannot be read')
    },

    /**
     * What the names begin with, in the order of the names.
     * @param after the last name of the page before
     */
    async list(
      begin: string,
      { after, max = 1_000 }: { after?: string; max?: number } = {},
    ): Promise<Page> {
      const answer = await requests.ask({
        method: 'GET',
        name: '',
        query: {
          'list-type': '2',
          'max-keys': String(max),
          prefix: prefix + begin,
          ...(after === undefined ? {} : { 'start-after': prefix + after }),
        },
      })
      const { objects, isLast } = parseList(await textOf(answer))
      const answeredAt = Date.parse(answer.headers.date ?? '')
      if (Number.isNaN(answeredAt)) throw strange('an answer has no date')
      return {
        objects: objects.map((object) => ({ ...object, name: object.name.slice(prefix.length) })),
        isLast: isLast || objects.length === 0,
        answeredAt,
      }
    },

    /** Within the storage. @returns whether it was done; not when there is no such object */
    async copy(from: string, to: string): Promise<boolean> {
      const source = `/${bucket}/${prefix}${from}`
      const headers = { 'x-amz-copy-source': source }
      const answer = await unlessMissing(requests.ask({ method: 'PUT', name: to, headers }))
      if (!answer) return false
      if (!saysCopied(await textOf(answer))) throw strange('an object could not be copied')
      return true
    },

    /** Whether it is there or not. */
    async remove(name: string): Promise<void> {
      const answer = await unlessMissing(requests.ask({ method: 'DELETE', name }))
      if (answer) await finish(answer)
    },
  }
}

function partOf(answer: S3Answer): Part | null {
  const { status, headers, content } = answer
  const numbers = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '')
  if (status !== 206 || !numbers) return null
  const [first, last, size] = numbers.slice(1).map(Number) as [number, number, number]
  return {
    size,
    range: { first, last },
    content: eachPiece(answer),
    discard: () => void content.destroy(),
  }
}

export function textBody(text: string): S3Body {
  const bytes = Buffer.from(text)
  return {
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    open: () => Readable.from([bytes]),
  }
}
