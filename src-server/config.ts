import { resolve } from 'node:path'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { DEFAULT_PORT } from '#shared/protocol/limits.ts'
import { defaultDataDir } from './data-dir.ts'
import type { Environment, Machine } from './environment.ts'
import { LOG_LEVELS, type LogLevel } from './observe/log.ts'
import { parseRedisUrl, type RedisAddress } from './redis-url.ts'

export interface Config {
  /** 0 means any free port. */
  readonly port: number
  readonly host: string
  /** Absolute. */
  readonly dataDir: string
  /** Origins of pages that may use this server, beside the page that it serves itself. */
  readonly clientOrigins: readonly string[]
  /** Names under which it may be addressed, beside those it knows itself. Lower case. */
  readonly allowedHosts: readonly string[]
  readonly serverName: string
  readonly isProduction: boolean
  readonly logLevel: LogLevel
  /** Where everything is kept; null means in `dataDir`. */
  readonly redis: RedisAddress | null
  /** What all keys in Redis begin with, so that several deployments can share one. */
  readonly redisPrefix: string
}

const SERVER_NAME_MAX_LENGTH = 40

/** Reads the environment; on failure one sentence for each problem. Empty values count as unset. */
export function readConfig(
  environment: Environment,
  machine: Machine,
): Result<Config, readonly string[]> {
  const problems: string[] = []
  const textOf = (name: string): string => environment[name]?.trim() ?? ''
  const listOf = (name: string): string[] =>
    textOf(name)
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')

  // No problem repeats the value: there is a password in it.
  const redisUrl = textOf('REDIS_URL')
  const redis = redisUrl === '' ? null : parseRedisUrl(redisUrl)
  if (redis?.ok === false) problems.push(redis.error)

  const redisPrefix = textOf('REDIS_PREFIX') || 'parley'
  if (!/^[a-z0-9_-]{1,32}$/i.test(redisPrefix)) {
    problems.push(
      `REDIS_PREFIX is "${redisPrefix}", but must be 1 to 32 letters, digits, "-" or "_".`,
    )
  }

  const port = parsePort(textOf('PORT'))
  if (port === null) {
    problems.push(
      `PORT is "${textOf('PORT')}", but must be a whole number from 0 to 65535 (0 picks a free port).`,
    )
  }

  const host = textOf('HOST') || '0.0.0.0'
  if (/[\s/]/.test(host)) {
    problems.push(
      `HOST is "${host}", but must be an address to listen on, such as 0.0.0.0 or 127.0.0.1.`,
    )
  }

  const clientOrigins = listOf('CLIENT_URL').flatMap((text) => {
    const origin = parseOrigin(text)
    if (origin !== null) return [origin]
    problems.push(
      `CLIENT_URL contains "${text}", but must be a comma-separated list of addresses such as http://localhost:3000.`,
    )
    return []
  })

  const allowedHosts = listOf('ALLOWED_HOSTS').flatMap((text) => {
    const name = text.toLowerCase().replace(/\.$/, '')
    if (/^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?$/.test(name)) return [name]
    problems.push(
      `ALLOWED_HOSTS contains "${text}", but must be a comma-separated list of host names without port, such as chat.example.org.`,
    )
    return []
  })

  const logLevel = LOG_LEVELS.find(
    (level) => level === (textOf('LOG_LEVEL').toLowerCase() || 'warn'),
  )
  if (!logLevel) {
    problems.push(
      `LOG_LEVEL is "${textOf('LOG_LEVEL')}", but must be one of ${LOG_LEVELS.join(', ')}.`,
    )
  }

  const serverName =
    textOf('SERVER_NAME') || `Parley on ${machine.hostname}`.slice(0, SERVER_NAME_MAX_LENGTH)
  if (serverName.length > SERVER_NAME_MAX_LENGTH) {
    problems.push(
      `SERVER_NAME has ${serverName.length} characters, but at most ${SERVER_NAME_MAX_LENGTH} are possible.`,
    )
  }

  if (problems.length > 0 || port === null || !logLevel || redis?.ok === false) {
    return fail(problems)
  }
  return succeed({
    port,
    host,
    dataDir: resolve(
      machine.workingDir,
      textOf('DATA_DIR') || defaultDataDir(environment, machine),
    ),
    clientOrigins,
    allowedHosts,
    serverName,
    isProduction: textOf('NODE_ENV') === 'production',
    logLevel,
    redis: redis?.value ?? null,
    redisPrefix,
  })
}

function parsePort(text: string): number | null {
  if (text === '') return DEFAULT_PORT
  if (!/^\d{1,5}$/.test(text)) return null
  const port = Number(text)
  return port <= 65_535 ? port : null
}

/** @returns the origin of an http(s) address, or null */
function parseOrigin(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null
  return new URL(text).origin
}
