import { fail, succeed, type Result } from '#shared/lib/result.ts'

/** Where the shared store is and how to get in. */
export interface RedisAddress {
  readonly host: string
  readonly port: number
  readonly isEncrypted: boolean
  /** Null means the user `default`. */
  readonly username: string | null
  /** Never printed, never logged. */
  readonly password: string | null
  readonly db: number
}

const DEFAULT_PORT = 6379

/** Redis comes with 16 databases and can be told to have more; beyond this it is a typing mistake. */
const DB_MAX = 9_999

const FORM = 'must look like redis://host:6379 or rediss://user:password@host:6379/0'

/** @returns one sentence about what is wrong, without the password */
export function parseRedisUrl(text: string): Result<RedisAddress, string> {
  if (!/^rediss?:\/\//i.test(text)) {
    return fail(`REDIS_URL has no scheme that Parley knows: it ${FORM}.`)
  }
  if (!URL.canParse(text)) return fail(`REDIS_URL cannot be read: it ${FORM}.`)
  const url = new URL(text)
  if (url.hostname === '') return fail(`REDIS_URL names no host: it ${FORM}.`)
  if (url.search !== '' || url.hash !== '') {
    return fail(`REDIS_URL has something after "?" or "#", which has no meaning: it ${FORM}.`)
  }
  const db = parseDb(url.pathname)
  if (db === null) {
    return fail(`REDIS_URL ends in a database that must be a whole number from 0 to ${DB_MAX}.`)
  }
  const username = decode(url.username)
  const password = decode(url.password)
  if (username === null || password === null) {
    return fail(
      'REDIS_URL has a "%" in its user name or password that must be written as "%25" there.',
    )
  }
  if (username !== '' && password === '') {
    return fail('REDIS_URL has a user name but no password: write redis://user:password@host.')
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (password === '' && !isLoopback(host)) {
    return fail(
      'REDIS_URL leads to another machine without a password, so anybody on that network could speak for everybody: set one in Redis (see docs/redis.md) and write redis://user:password@host.',
    )
  }
  return succeed({
    host,
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    isEncrypted: url.protocol === 'rediss:',
    username: username || null,
    password: password || null,
    db,
  })
}

/** Nothing but this machine answers there (RFC 6761, RFC 5735, RFC 4291). */
const isLoopback = (host: string): boolean =>
  /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|::1)\.?$/i.test(host)

function parseDb(path: string): number | null {
  if (path === '' || path === '/') return 0
  const digits = /^\/(\d{1,4})$/.exec(path)?.[1]
  return digits === undefined ? null : Number(digits)
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
