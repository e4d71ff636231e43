import type { Redis } from 'ioredis'

/** What a connection that only listens is subscribed to, for as long as there is the connection. */
export interface Subscriptions {
  /** Rejects when Redis cannot be asked now; the channels are listened to once it is back. */
  channels(...names: readonly string[]): Promise<void>
  patterns(...names: readonly string[]): Promise<void>
}

/**
 * Subscribes anew whenever the connection is open again. The library would do that as well, but it
 * looks at no result, so that a connection that breaks off at that moment ends the process, and it
 * has then forgotten what there was to subscribe to.
 */
export function keepSubscriptions(connection: Redis): Subscriptions {
  const kept = { channels: new Set<string>(), patterns: new Set<string>() }

  async function subscribeToAll(): Promise<void> {
    const asked: Promise<unknown>[] = []
    if (kept.channels.size > 0) asked.push(connection.subscribe(...kept.channels))
    if (kept.patterns.size > 0) asked.push(connection.psubscribe(...kept.patterns))
    await Promise.all(asked)
  }

  connection.on('ready', () => {
    // A connection that broke off meanwhile is opened again, and one that does not answer is given up.
    subscribeToAll().catch(() => undefined)
  })

  return {
    async channels(...names) {
      names.forEach((name) => kept.channels.add(name))
      await connection.subscribe(...names)
    },
    async patterns(...names) {
      names.forEach((name) => kept.patterns.add(name))
      await connection.psubscribe(...names)
    },
  }
}
