import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { S3Error, S3Object } from './s3rver.ts'

/** What a request asks for that the server does not pass on to its store. */
export interface AskedFor {
  readonly ifNoneMatch: string | undefined
  readonly sha256: string | undefined
  /** Answered: there is more than fitted on the page. */
  isTruncated: boolean
}

export const askedFor = new AsyncLocalStorage<AskedFor>()

interface Stored {
  readonly content: Buffer
  readonly md5: string
  modifiedAt: number
}

interface ListOptions {
  readonly prefix?: string
  readonly startAfter?: string
  readonly maxKeys: number
}

/**
 * One bucket, in memory, in the place of the folder of the S3 server from npm. Like S3, and unlike that
 * folder, it shows an object in full or not at all, tells times in whole seconds, compares the hash of
 * what arrives, and knows `If-None-Match` on writing.
 */
export function createS3Memory(bucket: string) {
  const objects = new Map<string, Stored>()
  const behaviour = { clockAheadMs: 0, isDamaging: false }
  const now = (): number => Date.now() + behaviour.clockAheadMs

  function add(key: string, content: Buffer): Stored {
    const md5 = createHash('md5').update(content).digest('hex')
    const stored = { content, md5, modifiedAt: now() }
    objects.set(key, stored)
    return stored
  }

  const withMetadata = (key: string, { content, md5, modifiedAt }: Stored, body: unknown = null) =>
    new S3Object(bucket, key, body, {
      etag: `"${md5}"`,
      'last-modified': new Date(modifiedAt).toUTCString(),
      'content-length': content.length,
    })

  return {
    objects,
    behaviour,
    now,
    add,

    /** What the server wants of a store; only what Parley uses. */
    store: {
      async getBucket(name: string) {
        return name === bucket ? { name, creationDate: new Date(0) } : null
      },
      async getSubresource() {
        return null
      },
      async listObjects(_: string, { prefix = '', startAfter = '', maxKeys }: ListOptions) {
        const found = [...objects.keys()]
          .filter((key) => key.startsWith(prefix) && key > startAfter)
          .toSorted()
        const asked = askedFor.getStore()
        if (asked) asked.isTruncated = found.length > maxKeys
        const page = found.slice(0, maxKeys).map((key) => withMetadata(key, objects.get(key)!))
        return { objects: page, commonPrefixes: [], isTruncated: false }
      },
      async existsObject(_: string, key: string) {
        return objects.has(key)
      },
      async getObject(_: string, key: string, options: { start?: number; end?: number }) {
        const stored = objects.get(key)
        if (!stored) return null
        const { start = 0, end = Infinity } = options
        const last = Math.min(end, stored.content.length - 1)
        const isThere = start <= last
        const body = isThere
          ? Readable.from(inPieces(stored.content.subarray(start, last + 1)))
          : null
        const object = withMetadata(key, stored, body)
        if (options.start !== undefined) object.range = { start, end: last }
        return object
      },
      async putObject({ key, content }: S3Object) {
        const pieces: Buffer[] = []
        for await (const piece of content) pieces.push(piece)
        const whole = Buffer.concat(pieces)
        if (behaviour.isDamaging) whole[0] = (whole[0] ?? 0) ^ 1
        const asked = askedFor.getStore()
        if (asked?.sha256 !== createHash('sha256').update(whole).digest('hex')) {
          throw new S3Error('BadDigest', 'The content is another one')
        }
        if (asked.ifNoneMatch === '*' && objects.has(key)) {
          throw new S3Error('PreconditionFailed', 'There is such an object')
        }
        const { md5 } = add(key, whole)
        return { md5, size: whole.length }
      },
      async copyObject(_: string, from: string, __: string, to: string) {
        const source = objects.get(from)
        if (!source) throw new S3Error('NoSuchKey', 'There is no such object')
        objects.set(to, { ...source, modifiedAt: now() })
        return { etag: '"copied"', 'last-modified': new Date().toUTCString() }
      },
      async deleteObject(_: string, key: string) {
        objects.delete(key)
      },
    },
  }
}

function* inPieces(content: Buffer, size = 64 * 1024): Generator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
}
