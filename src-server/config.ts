import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { DEFAULT_CALL_TIMES, type CallTimes } from '#shared/domain/call.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { DEFAULT_PORT } from '#shared/protocol/limits.ts'
import { defaultDataDir } from './data-dir.ts'
import type { Environment, Machine } from './environment.ts'
import { LOG_LEVELS, type LogLevel } from './observe/log.ts'
import { readIcePlaces, type IcePlaces } from './ice-places.ts'
import { parseRedisUrl, type RedisAddress } from './redis-url.ts'
import { readS3Place, type S3Place } from './s3-place.ts'

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
  /** Where recordings and files are kept; null means in `dataDir`. */
  readonly mediaS3: S3Place | null
  /** UDP port of voice, 0 for any that is free; null means the number of `port`. */
  readonly voicePort: number | null
  /** Addresses by which clients outside reach that port, beside those that this machine knows itself. */
  readonly voiceAddresses: readonly string[]
  /** How long a call may ring, and wait for a device that is gone. */
  readonly callTimes: CallTimes
  /** Servers elsewhere by which the devices of a call may find to each other. */
  readonly icePlaces: IcePlaces
  /** Where clients reach the relay for networks without UDP. */
  readonly voiceRelay: VoiceRelayPlace
}

/** `as-reached` is where a client reached the server itself; a port of null is that of the server. */
type VoiceRelayPlace =
  'off' | 'as-reached' | { readonly host: string; readonly port: number | null }

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

  const mediaS3 = readS3Place(textOf)
  if (!mediaS3.ok) problems.push(...mediaS3.error)

  const port = textOf('PORT') === '' ? DEFAULT_PORT : parsePort(textOf('PORT'))
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

  const voicePort = textOf('VOICE_PORT') === '' ? null : parsePort(textOf('VOICE_PORT'))
  if (voicePort === null && textOf('VOICE_PORT') !== '') {
    problems.push(
      `VOICE_PORT is "${textOf('VOICE_PORT')}", but must be a whole number from 0 to 65535 (0 picks a free port).`,
    )
  }

  const voiceAddresses = listOf('VOICE_ADDRESS').flatMap((text) => {
    if (isIP(text) !== 0 && !text.includes('%')) return [text]
    problems.push(
      `VOICE_ADDRESS contains "${text}", but must be a comma-separated list of IP addresses such as 203.0.113.7.`,
    )
    return []
  })

  const icePlaces = readIcePlaces(textOf, listOf)
  if (!icePlaces.ok) problems.push(...icePlaces.error)

  /** @returns milliseconds */
  function secondsOf(name: string, otherwise: number, most: number): number {
    const text = textOf(name)
    const seconds = /^\d{1,4}$/.test(text) ? Number(text) : 0
    if (text === '' || (seconds >= 1 && seconds <= most)) return (seconds || otherwise) * 1_000
    problems.push(`${name} is "${text}", but must be a whole number of seconds from 1 to ${most}.`)
    return 0
  }

  const callTimes = {
    ...DEFAULT_CALL_TIMES,
    ringMs: secondsOf('CALL_RING_SECONDS', DEFAULT_CALL_TIMES.ringMs / 1_000, 600),
    graceMs: secondsOf('CALL_GRACE_SECONDS', DEFAULT_CALL_TIMES.graceMs / 1_000, 300),
  }

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

  // Of several instances a client only knows an address that leads to any of them.
  const voiceRelay = parseRelayPlace(textOf('VOICE_RELAY'), redis === null ? 'as-reached' : 'off')
  if (voiceRelay === null) {
    problems.push(
      `VOICE_RELAY is "${textOf('VOICE_RELAY')}", but must be off, or the host and port by which clients reach this server over TCP, such as voice.example.org:5000.`,
    )
  }

  if (
    problems.length > 0 ||
    port === null ||
    !logLevel ||
    voiceRelay === null ||
    redis?.ok === false ||
    !mediaS3.ok ||
    !icePlaces.ok
  ) {
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
    mediaS3: mediaS3.value,
    voicePort,
    voiceAddresses,
    voiceRelay,
    icePlaces: icePlaces.value,
    callTimes,
  })
}

function parsePort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text)) return null
  const port = Number(text)
  return port <= 65_535 ? port : null
}

/** @returns null when the text is neither a word that is known nor an address */
function parseRelayPlace(text: string, otherwise: 'off' | 'as-reached'): VoiceRelayPlace | null {
  if (text === '') return otherwise
  if (text.toLowerCase() === 'off') return 'off'
  const [, host, digits] = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(\d+))?$/i.exec(text) ?? []
  if (host === undefined || !URL.canParse(`http://${host}`)) return null
  if (digits === undefined) return { host, port: null }
  const port = parsePort(digits)
  return port === null || port === 0 ? null : { host, port }
}

/** @returns the origin of an http(s) address, or null */
function parseOrigin(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null
  return new URL(text).origin
}
