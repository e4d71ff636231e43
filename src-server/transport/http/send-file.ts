import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isShownInPlace, UNKNOWN_TYPE } from '#shared/domain/media.ts'
import type { BlobId } from '#shared/domain/ids.ts'
import type { BlobStore, ByteRange } from '../../ports/blob-store.ts'
import { noSuchFile } from '../../services/media.ts'
import { parseRange, type RequestedRange } from './byte-range.ts'
import { sendError } from './errors.ts'

export interface ServedFile {
  readonly blobId: BlobId
  readonly size: number
  readonly mimeType: string
  /** What it is saved as; empty when its sender gave it no name. */
  readonly name: string
}

/**
 * The address says who may have it, so no cache between may keep it; a browser may for ever, because
 * another content would be at another address.
 */
const CACHE = 'private, max-age=31536000, immutable'

/**
 * Opened by itself, a file may do nothing at all: no script, no form, no origin. What a browser would
 * not simply show or play is only ever saved.
 */
const SANDBOX = "default-src 'none'; sandbox"

/** Answers with the file, or with the part of it that was asked for. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { file, blobs }: { readonly file: ServedFile; readonly blobs: BlobStore },
): Promise<FastifyReply> {
  const etag = `"${file.blobId}"`
  if (isKnownTo(request, etag)) return describe(reply.code(304), file, etag).send()
  const wanted = wantedOf(request, file, etag)
  if (wanted.kind === 'unsatisfiable') {
    const message = 'The file has no such part'
    reply.header('content-range', `bytes */${file.size}`)
    return sendError(reply, 416, { code: 'invalid', message })
  }
  const range = wanted.kind === 'part' ? wanted.range : { first: 0, last: file.size - 1 }
  const content = await contentFor(request, { file, blobs, range })
  // What refers to it is there and the file is not: it was lost, or is in the folder of another instance.
  if (!content) return sendNoFile(reply)
  if (wanted.kind === 'part') {
    reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${file.size}`)
  }
  describe(reply, file, etag).header('content-length', range.last - range.first + 1)
  return reply.send(content instanceof Readable ? content : Readable.from(content))
}

async function contentFor(
  { method }: FastifyRequest,
  from: { readonly file: ServedFile; readonly blobs: BlobStore; readonly range: ByteRange },
): Promise<AsyncIterable<Uint8Array> | null> {
  return method === 'HEAD' ? Readable.from([]) : from.blobs.read(from.file.blobId, from.range)
}

/** A part of something that has changed is of no use: then it is all of it. */
function wantedOf({ headers }: FastifyRequest, file: ServedFile, etag: string): RequestedRange {
  const isStale = headers['if-range'] !== undefined && headers['if-range'] !== etag
  return parseRange(isStale ? undefined : headers.range, file.size)
}

export const sendNoFile = (reply: FastifyReply): FastifyReply =>
  sendError(reply, 404, noSuchFile().error)

function describe(reply: FastifyReply, { mimeType, name }: ServedFile, etag: string): FastifyReply {
  const isShown = isShownInPlace(mimeType)
  return reply.headers({
    'content-type': isShown ? mimeType : UNKNOWN_TYPE,
    'content-disposition': dispositionOf(isShown ? 'inline' : 'attachment', name),
    'content-security-policy': SANDBOX,
    'cache-control': CACHE,
    'accept-ranges': 'bytes',
    etag,
  })
}

/** RFC 6266: a plain name for old programs, the real one in UTF-8 (RFC 8187) for all others. */
function dispositionOf(kind: 'inline' | 'attachment', name: string): string {
  if (name === '') return kind
  const plain = name.replace(/[^\x20-\x7e]|["\\%/]/g, '_')
  const real = encodeURIComponent(name.replace(/[\ud800-\udfff]/gu, '_')).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${real}`
}

const isKnownTo = ({ headers }: FastifyRequest, etag: string): boolean =>
  headers['if-none-match']?.split(',').some((known) => known.trim().replace(/^W\//, '') === etag) ??
  false
