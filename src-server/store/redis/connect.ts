import type { Redis } from 'ioredis'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { RedisAddress } from '../../redis-url.ts'
import { checkSetup } from './check-setup.ts'
import { createConnection } from './connection.ts'
import { keepSubscriptions, type Subscriptions } from './subscriptions.ts'
import { sentenceForStartFailure } from './start-failure.ts'

export interface Connections {
  readonly main: Redis
  /** Listens and does nothing else. */
  readonly subscriber: Redis
  readonly subscriptions: Subscriptions
  readonly notices: readonly string[]
  close(): void
}

/** Opens both connections; once they have been open they are opened again whenever they are lost. */
export async function connect(address: RedisAddress): Promise<Result<Connections, string>> {
  let isStarted = false
  const open = async (): Promise<Redis> => {
    const connection = createConnection(address, () => isStarted)
    // The promise only tells that it ended; the reason comes as an event. A database that does not
    // exist even leaves the connection open, on another database.
    const failed = new Promise<never>((_, reject) => connection.once('error', reject))
    try {
      await Promise.race([connection.connect(), failed])
      return connection
    } catch (error) {
      connection.disconnect()
      throw error
    }
  }

  const main = await attempt(open())
  if (!main.ok) return fail(sentenceForStartFailure(main.error, address))
  const setup = await checkSetup(main.value, address)
  const subscriber = await attempt(open())
  if (setup.refusal !== null || !subscriber.ok) {
    main.value.disconnect()
    if (subscriber.ok) subscriber.value.disconnect()
    return fail(
      setup.refusal ?? sentenceForStartFailure(subscriber.ok ? null : subscriber.error, address),
    )
  }
  isStarted = true
  return succeed({
    main: main.value,
    subscriber: subscriber.value,
    subscriptions: keepSubscriptions(subscriber.value),
    notices: setup.notices,
    close() {
      isStarted = false
      main.value.disconnect()
      subscriber.value.disconnect()
    },
  })
}

const attempt = <Value>(promise: Promise<Value>): Promise<Result<Value, unknown>> =>
  promise.then(succeed, (error: unknown) => fail(error))
