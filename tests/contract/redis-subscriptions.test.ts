import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createConnection } from '../../src-server/store/redis/connection.ts'
import { keepSubscriptions } from '../../src-server/store/redis/subscriptions.ts'
import { until } from '../support/redis-conversation.ts'
import { hasRedis, startRedis, type TestRedis } from '../support/redis-server.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'

describe.skipIf(!hasRedis)('a connection that listens', () => {
  let redis: TestRedis
  let wire: TcpProxy
  let connection: ReturnType<typeof createConnection>
  beforeEach(async () => {
    redis = await startRedis()
    wire = await startTcpProxy(redis.port)
    const port = Number(new URL(wire.origin).port)
    const address = { host: '127.0.0.1', port, isEncrypted: false, db: 0 }
    connection = createConnection({ ...address, username: null, password: null }, () => true)
    await connection.connect()
  })
  afterEach(async () => {
    connection.disconnect()
    await wire.close()
    await redis.remove()
  })

  test('hears again when it breaks off while it subscribes anew', async () => {
    const heard: string[] = []
    connection.on('message', (channel: string) => heard.push(channel))
    connection.on('pmessage', (pattern: string) => heard.push(pattern))
    const subscriptions = keepSubscriptions(connection)
    await subscriptions.channels('news')
    await subscriptions.patterns('events*')

    let isCutAgain = false
    wire.whenServerSays('subscribe', () => {
      isCutAgain = true
      wire.cut()
    })
    wire.cut()
    await until(() => isCutAgain)

    await until(async () => {
      await redis.command('PUBLISH', 'news', 'x')
      await redis.command('PUBLISH', 'events:1', 'x')
      return heard.includes('news') && heard.includes('events*')
    }, 10_000)
    expect(new Set(heard)).toEqual(new Set(['news', 'events*']))
  })
})
