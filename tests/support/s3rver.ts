import { createRequire } from 'node:module'
import type { RequestListener } from 'node:http'

/**
 * The S3 server from npm, which comes without types: what is used of it. All its parts are loaded in one
 * way, so that there is one of each: it tells its errors by their class and its keys are in a module.
 */
const load = createRequire(import.meta.url)

interface Context {
  readonly headers: Readonly<Record<string, string | undefined>>
  body: unknown
}

interface S3rver {
  /** Of Koa, from the outermost to the innermost: log, XML, mount path, bucket of the host, routes. */
  readonly middleware: ((context: Context, next: () => Promise<void>) => Promise<void>)[]
  readonly context: { store: unknown }
  store: unknown
  callback(): RequestListener
}

export interface S3Object {
  readonly key: string
  readonly content: AsyncIterable<Buffer>
  range?: { start: number; end: number }
}

export const S3rver = load('@20minutes/s3rver') as new (options: {
  silent: boolean
  vhostBuckets: boolean
  directory?: string
}) => S3rver

export const S3Error = load('@20minutes/s3rver/lib/models/error.js') as new (
  code: string,
  message: string,
) => Error

export const S3Object = load('@20minutes/s3rver/lib/models/object.js') as new (
  bucket: string,
  key: string,
  content: unknown,
  metadata: Record<string, unknown>,
) => S3Object

const accounts = load('@20minutes/s3rver/lib/models/account.js') as {
  DUMMY_ACCOUNT: { createKeyPair(accessKey: string, secretKey: string): void }
}

export const acceptKey = (accessKey: string, secretKey: string): void =>
  accounts.DUMMY_ACCOUNT.createKeyPair(accessKey, secretKey)
