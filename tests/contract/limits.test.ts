import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CONNECTIONS_PER_ADDRESS, PASSWORD_TRIES } from '#shared/protocol/limits.ts'
import type { Limits } from '../../src-server/ports/limits.ts'
import { createMemoryLimits } from '../../src-server/store/memory/limits.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { openRedis } from '../support/redis-store.ts'

interface LimitsUnderTest {
  readonly name: string
  /** Those of two instances; the same ones where there is one. */
  open(): Promise<{ readonly limits: readonly [Limits, Limits]; close(): Promise<void> }>
}

const memory: LimitsUnderTest = {
  name: 'memory',
  async open() {
    const limits = createMemoryLimits()
    return { limits: [limits, limits], close: async () => {} }
  },
}

const redis: LimitsUnderTest = {
  name: 'redis',
  async open() {
    const server = await startRedis()
    const [one, other] = await Promise.all([openRedis(server.url), openRedis(server.url)])
    return {
      limits: [one.limits, other.limits],
      async close() {
        await Promise.all([one.close(), other.close()])
        await server.remove()
      },
    }
  },
}

describe.each([memory, ...(hasRedis ? [redis] : [])])('limits in $name', ({ open }) => {
  let one: Limits
  let other: Limits
  let close: () => Promise<void>
  beforeEach(async () => {
    const opened = await open()
    ;[one, other] = opened.limits
    close = opened.close
  })
  afterEach(() => close())

  test('300 people behind one address connect at once, a flood does not', async () => {
    const people = Array.from({ length: 300 }, (_, index) =>
      (index % 2 === 0 ? one : other).connections.count('192.0.2.1'),
    )
    expect(new Set(await Promise.all(people))).toEqual(new Set([0]))
    const flood = await Promise.all(
      Array.from({ length: 1_000 }, () => other.connections.count('192.0.2.1')),
    )
    const letIn = flood.filter((wait) => wait === 0)
    expect(letIn).toHaveLength(CONNECTIONS_PER_ADDRESS - 300)
    expect(Math.max(...flood)).toBeLessThanOrEqual(10_000)
    expect(await one.connections.count('192.0.2.2')).toBe(0)
  })

  test('the last wrong password blocks, on both instances and for five minutes', async () => {
    for (let index = 1; index < PASSWORD_TRIES; index += 1) {
      expect(await (index % 2 === 0 ? one : other).passwordTries.count('person:x')).toBe(0)
      expect(await one.passwordTries.blockedFor('person:x')).toBe(0)
    }
    expect(await other.passwordTries.count('person:x')).toBeGreaterThan(290_000)
    for (const { passwordTries } of [one, other]) {
      const wait = await passwordTries.blockedFor('person:x')
      expect(wait).toBeGreaterThan(290_000)
      expect(wait).toBeLessThanOrEqual(300_000)
      expect(await passwordTries.blockedFor('person:y')).toBe(0)
    }
  })
})
