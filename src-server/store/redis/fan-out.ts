import type { Redis } from 'ioredis'
import redisAdapter from '@socket.io/redis-adapter'
import type { Subscriptions } from './subscriptions.ts'

/**
 * Events between instances through Socket.IO's Redis adapter, the classic one: it tells its own
 * sessions at once and in order, and it is subscribed to everything from the start, so that nothing
 * is missed between entering a room and hearing it (docs/decisions/0009-redis.md).
 */
export function createFanOut(deps: {
  /** Connection for ordinary commands. */
  readonly publisher: Redis
  /** Connection that does nothing but listen. */
  readonly subscriber: Redis
  readonly subscriptions: Subscriptions
  readonly channelPrefix: string
}) {
  const { publisher, subscriber, subscriptions, channelPrefix } = deps
  // The adapter does not look at the results. An event that Redis does not take is made up for when
  // Redis is back; unhandled, it would end the process.
  const ignore = (): void => {}
  const publish = {
    publish: (channel: string, payload: string) => {
      publisher.publish(channel, payload).catch(ignore)
    },
    on: ignore,
    off: ignore,
  }
  // Only what goes to clients: nothing here asks other instances anything, so their questions, which
  // could only be forged ones, are not listened to.
  const subscribe = {
    psubscribe: (pattern: string) => void subscriptions.patterns(pattern).catch(ignore),
    // Asked for at the end only, when the connection ends too.
    punsubscribe: ignore,
    subscribe: ignore,
    unsubscribe: ignore,
    on: (event: string, listener: Listener) => {
      if (event === 'pmessageBuffer') subscriber.on(event, listener)
    },
    off: (event: string, listener: Listener) => {
      if (event === 'pmessageBuffer') subscriber.off(event, listener)
    },
  }
  return redisAdapter.createAdapter(publish, subscribe, { key: channelPrefix, parser })
}

type Listener = (pattern: string, channel: Buffer, message: Buffer) => void

/** JSON, because our events are; whatever else somebody publishes on our channels is nothing to us. */
const parser = {
  encode: (message: unknown): string => JSON.stringify(message),
  decode(data: Buffer): unknown {
    try {
      const message: unknown = JSON.parse(data.toString())
      return isEvent(message) ? message : []
    } catch {
      return []
    }
  },
}

/** Sender, packet, options. */
const isEvent = (message: unknown): boolean =>
  Array.isArray(message) &&
  message.length === 3 &&
  isObject(message[1]) &&
  Array.isArray(message[1]['data']) &&
  isObject(message[2]) &&
  Array.isArray(message[2]['rooms']) &&
  Array.isArray(message[2]['except'])

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
