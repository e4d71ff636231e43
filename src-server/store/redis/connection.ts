import Redis from 'ioredis'
import type { RedisAddress } from '../../redis-url.ts'

/** Whoever waits for an answer hears within this time that there is none. */
const COMMAND_TIMEOUT_MS = 2_000
const CONNECT_TIMEOUT_MS = 2_000

const RETRY_FIRST_MS = 100
const RETRY_MAX_MS = 2_000

/** Half fixed, half random: many instances must not come back in the same moment. */
function retryDelay(attempt: number): number {
  const delay = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.min(attempt, 10))
  return delay / 2 + (Math.random() * delay) / 2
}

/**
 * One connection, not opened yet. It never queues: what cannot be sent now fails now, and a command
 * whose answer got lost is not sent again, because nobody knows whether it was done.
 *
 * @param mayRetry whether a lost connection is to be opened again
 */
export function createConnection(address: RedisAddress, mayRetry: () => boolean): Redis {
  const connection = new Redis({
    host: address.host,
    port: address.port,
    db: address.db,
    ...(address.username === null ? {} : { username: address.username }),
    ...(address.password === null ? {} : { password: address.password }),
    ...(address.isEncrypted ? { tls: {} } : {}),
    connectionName: 'parley',
    lazyConnect: true,
    protocol: 2,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // See keepSubscriptions.
    autoResubscribe: false,
    disableClientInfo: true,
    retryStrategy: (attempt) => (mayRetry() ? retryDelay(attempt) : null),
    // After a failover the former primary says so; the address then leads to the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  })
  // Without a listener the library prints every failed attempt; what matters is said by the link.
  connection.on('error', () => {})
  return connection
}
