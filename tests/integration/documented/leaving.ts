import { describe, expect, test } from 'vitest'
import type { TestClient } from '../../support/client.ts'
import { say } from '../../support/redis-conversation.ts'
import { textsHeardBy, type Surface } from './surface.ts'

const LEFT = 'Anna left the room'

export function describeLeaving({ here, there }: Surface): void {
  /** Whatever the first instance had said before has arrived at the other one. */
  async function settledFor(listener: TestClient): Promise<void> {
    const marker = await here()
    await marker.join('general', 'Marker')
    await say(marker, 'general', 'Mark')
    await listener.next('chat:message', ({ text }) => text === 'Mark')
  }

  async function two(): Promise<[TestClient, TestClient]> {
    const [anna, ben] = [await here(), await there()]
    await ben.join('general', 'Ben')
    await anna.join('general', 'Anna')
    await ben.next('room:users', (users) => users.length === 2)
    return [anna, ben]
  }

  const countOf = (listener: TestClient): number =>
    textsHeardBy(listener).filter((text) => text === LEFT).length

  describe('leaving', () => {
    test('without a payload, with or without a callback, with a stray payload', async () => {
      const [anna, ben] = await two()
      let count = 0
      for (const leave of [
        async () => anna.emit('room:leave'),
        async () => anna.emit('room:leave', { odd: true }),
        () => anna.call('room:leave'),
        () => anna.call('room:leave', { odd: true } as never),
      ]) {
        await anna.join('general', 'Anna')
        await leave()
        await ben.next('chat:message', ({ text }) => text === LEFT)
        count += 1
      }
      expect(await anna.call('room:leave')).toEqual({ ok: true })
      await settledFor(ben)
      expect(countOf(ben)).toBe(count)
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
        (anna: TestClient) => anna.emit('room:join', { roomId: 'music', user: { name: 'Anna' } }),
      ],
    ])('%s is announced exactly once', async (_, leave) => {
      const [anna, ben] = await two()
      leave(anna)
      await ben.next('chat:message', ({ text }) => text === LEFT)
      const alone = await ben.next('room:users', (users) => users.length === 1)
      expect(alone.map(({ name }) => name)).toEqual(['Ben'])
      await settledFor(ben)
      expect(countOf(ben)).toBe(1)
    })

    test('whoever left hears nothing more of the room', async () => {
      const [anna, ben] = await two()
      await anna.call('room:leave')
      await say(ben, 'general', 'Are you gone?')
      await settledFor(ben)
      await anna.join('music', 'Anna')
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
      const users = await ben.next('room:users', (all) => all.length === 2)
      expect(users.map(({ name }) => name)).toEqual(['Anna', 'Ben'])
    })
  })
}
