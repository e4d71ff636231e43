import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PersonId } from '#shared/domain/ids.ts'
import type { SlowMode } from '../../src-server/ports/slow-mode.ts'
import { createMemorySlowMode } from '../../src-server/store/memory/slow-mode.ts'
import { until } from '../support/redis-conversation.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { openRedis } from '../support/redis-store.ts'
import { general, music } from './fixtures.ts'

interface Opened {
  /** As one instance sees it, and as another one does where there can be one. */
  readonly here: SlowMode
  readonly there: SlowMode
  close(): Promise<void>
}

async function openMemory(): Promise<Opened> {
  const only = createMemorySlowMode()
  return { here: only, there: only, close: async () => {} }
}

async function openShared(): Promise<Opened> {
  const server = await startRedis()
  const [one, other] = [await openRedis(server.url), await openRedis(server.url)]
  return {
    here: one.slowMode,
    there: other.slowMode,
    async close() {
      await Promise.all([one.close(), other.close()])
      await server.remove()
    },
  }
}

const kinds = [
  { name: 'memory', open: openMemory },
  ...(hasRedis ? [{ name: 'redis', open: openShared }] : []),
]

describe.each(kinds)('slow mode on $name', ({ open }) => {
  let opened: Opened
  beforeEach(async () => {
    opened = await open()
  })
  afterEach(() => opened.close())

  const anna = randomUUID() as PersonId
  const ben = randomUUID() as PersonId

  test('one person waits in one room, whichever instance is asked', async () => {
    const { here, there } = opened
    expect(await there.waitFor(general, anna)).toBe(0)
    await here.note(general, anna, 30)
    for (const instance of [here, there]) {
      const wait = await instance.waitFor(general, anna)
      expect(wait).toBeGreaterThan(20_000)
      expect(wait).toBeLessThanOrEqual(30_000)
      expect(await instance.waitFor(general, ben)).toBe(0)
      expect(await instance.waitFor(music, anna)).toBe(0)
    }
  })

  test('nobody waits longer than that', async () => {
    await opened.here.note(general, anna, 1)
    await until(async () => (await opened.there.waitFor(general, anna)) === 0)
  })
})
