import { describe, expect, test } from 'vitest'
import type { TestClient } from '../../support/client.ts'
import { say } from '../../support/redis-conversation.ts'
import { textsHeardBy, type Surface } from './surface.ts'

interface Two {
  readonly anna: TestClient
  readonly ben: TestClient
  /** What she is called, and what is said when she has gone. */
  readonly name: string
  readonly left: string
}

export function describeLeaving({ here, there }: Surface): void {
  /** Whatever the first instance had said before has arrived at the other one. */
  async function settledFor(listener: TestClient): Promise<void> {
    const marker = await here()
    await marker.join('general', 'Marker')
    await say(marker, 'general', 'Mark')
    await listener.next('chat:message', ({ text }) => text === 'Mark')
  }

  let annas = 0

  /** Another name each time: that she of the test before has left may be told only now. */
  async function two(): Promise<Two> {
    const name = `Anna ${(annas += 1)}`
    const [anna, ben] = [await here(), await there()]
    await ben.join('general', 'Ben')
    await ben.next('room:users', (users) => users.length === 1)
    await anna.join('general', name)
    await isJoinedBy(ben, name)
    return { anna, ben, name, left: `${name} left the room` }
  }

  /** Told of the two, and not still of those who were in the room in the test before. */
  const isJoinedBy = (listener: TestClient, name: string) =>
    listener.next(
      'room:users',
      (users) => users.length === 2 && users.some((user) => user.name === name),
    )

  const countOf = (listener: TestClient, notice: string): number =>
    textsHeardBy(listener).filter((text) => text === notice).length

  describe('leaving', () => {
    test('without a payload, with or without a callback, with a stray payload', async () => {
      const { anna, ben, name, left } = await two()
      let count = 0
      for (const leave of [
        async () => anna.emit('room:leave'),
        async () => anna.emit('room:leave', { odd: true }),
        () => anna.call('room:leave'),
        () => anna.call('room:leave', { odd: true } as never),
      ]) {
        await anna.join('general', name)
        await leave()
        await ben.next('chat:message', ({ text }) => text === left)
        count += 1
      }
      expect(await anna.call('room:leave')).toEqual({ ok: true })
      await settledFor(ben)
      expect(countOf(ben, left)).toBe(count)
    })

    test.each([
      ['leaving', (anna: TestClient) => anna.emit('room:leave')],
      ['a lost connection', (anna: TestClient) => anna.socket.io.engine.close()],
      ['a disconnect', (anna: TestClient) => anna.close()],
      [
        'leaving twice and disconnecting',
        (anna: TestClient) => {
          anna.emit('room:leave')
          anna.emit('room:leave')
          anna.close()
        },
      ],
      [
        'going to another room',
        (anna: TestClient, name: string) =>
          anna.emit('room:join', { roomId: 'music', user: { name } }),
      ],
    ])('%s is announced exactly once', async (_, leave) => {
      const { anna, ben, name, left } = await two()
      leave(anna, name)
      await ben.next('chat:message', ({ text }) => text === left)
      const alone = await ben.next('room:users', (users) => users.length === 1)
      expect(alone.map(({ name }) => name)).toEqual(['Ben'])
      await settledFor(ben)
      expect(countOf(ben, left)).toBe(1)
    })

    test('whoever left hears nothing more of the room', async () => {
      const { anna, ben, name } = await two()
      await anna.call('room:leave')
      await say(ben, 'general', 'Are you gone?')
      await settledFor(ben)
      await anna.join('music', name)
      expect(textsHeardBy(anna)).not.toContain('Are you gone?')
    })

    test('a disconnect right after a join leaves nobody behind', async () => {
      const ben = await there()
      await ben.join('general', 'Ben')
      const anna = await here()
      anna.emit('room:join', { roomId: 'general', user: { name: 'Anna' } })
      anna.close()
      const other = await here()
      const join = () =>
        other.call('room:join', { roomId: 'general', user: { name: 'Anna' } } as never)
      await expect.poll(async () => (await join()).ok, { timeout: 10_000 }).toBe(true)
      const users = await isJoinedBy(ben, 'Anna')
      expect(users.map(({ name }) => name)).toEqual(['Anna', 'Ben'])
    })
  })
}
