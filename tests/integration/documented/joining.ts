import { describe, expect, test } from 'vitest'
import { say } from '../../support/redis-conversation.ts'
import { textsHeardBy, type Surface } from './surface.ts'

const FIRST_ROOMS = [
  { id: 'general', name: 'General', icon: '💬', users: 0 },
  { id: 'music', name: 'Music', icon: '🎵', users: 0 },
  { id: 'gaming', name: 'Gaming', icon: '🎮', users: 0 },
]

/** Those of the expected names that were told one after the other, whatever else was told between. */
function inOrder(expected: readonly string[], told: readonly string[]): string[] {
  let from = 0
  return expected.filter((name) => {
    const at = told.indexOf(name, from)
    if (at >= 0) from = at + 1
    return at >= 0
  })
}

export function describeJoining({ setup, origins, here, there, polling }: Surface): void {
  const isSingle = setup.instanceCount === 1

  describe('joining', () => {
    test('a new server has three rooms, by REST and by event', async () => {
      const anna = await there()
      await anna.join('music', 'Anna')
      for (const origin of origins()) {
        const reply = await fetch(`${origin}/api/rooms`)
        expect(reply.status).toBe(200)
        const { rooms } = (await reply.json()) as { rooms: object[] }
        expect(rooms).toMatchObject(FIRST_ROOMS.map((room) => withUsers(room, 'music', 1)))
      }
      const lobby = await here()
      const list = await lobby.next('rooms:list')
      expect(list).toMatchObject(FIRST_ROOMS.map((room) => withUsers(room, 'music', 1)))
    })

    test('sends users, rooms, history and the notice, in this order', async () => {
      const anna = await (isSingle ? polling() : here())
      await anna.next('rooms:list')
      anna.takeNames()
      // Nobody was here before, so nobody who left can be told late by another instance.
      await anna.join('gaming', 'Anna')
      const names = anna.takeNames()
      const list = names.indexOf('rooms:list', names.indexOf('room:users'))
      // How many are in rooms elsewhere may be told at any moment, beside what joining sends.
      const told = names.filter((name, at) => name !== 'rooms:list' || at === list)
      expect(told).toEqual(['room:users', 'rooms:list', 'chat:history', 'chat:message'])
      expect(await anna.next('room:users')).toMatchObject([{ name: 'Anna' }])
      const counted = await anna.next('rooms:list', (all) => all.some(({ users }) => users === 1))
      expect(counted).toMatchObject(FIRST_ROOMS.map((room) => withUsers(room, 'gaming', 1)))
      expect(await anna.next('chat:message')).toMatchObject({
        type: 'system',
        text: 'Anna joined the room',
        roomId: 'gaming',
        createdAt: expect.any(Number),
      })
    })

    test('tells those who are there, and a lobby hears only the counts', async () => {
      const [anna, ben, lobby] = [await here(), await there(), await there()]
      await anna.join('general', 'Anna')
      await anna.next('room:users')
      await ben.join('general', 'Ben')
      const both = await anna.next('room:users', (users) => users.length === 2)
      expect(both.map(({ name }) => name)).toEqual(['Anna', 'Ben'])
      await anna.next('chat:message', ({ text }) => text === 'Ben joined the room')
      await lobby.next('rooms:list', (rooms) => rooms[0]?.users === 2)
      expect(lobby.received.filter(({ name }) => name !== 'rooms:list')).toEqual([])
    })

    test('works without a callback', async () => {
      const anna = await here()
      anna.emit('room:join', { roomId: 'general', user: { name: 'Anna' } })
      expect(await anna.next('chat:history')).toBeInstanceOf(Array)
    })

    test('gives the newest fifty messages, oldest first', async () => {
      const [anna, late] = [await here(), await there()]
      await anna.join('gaming', 'Anna')
      for (let index = 0; index < 53; index += 1) await say(anna, 'gaming', `Line ${index}`)
      await late.join('gaming', 'Late')
      const history = await late.next('chat:history')
      const lines = Array.from({ length: 50 }, (_, index) => `Line ${index + 3}`)
      expect(history.map(({ text }) => text)).toEqual(lines)
      for (const message of history) {
        expect(message).toMatchObject({
          id: expect.any(String),
          type: 'text',
          user: 'Anna',
          createdAt: expect.any(Number),
        })
      }
    })

    test('again the same room says nothing to anybody and sends users and history', async () => {
      // A name of its own: that somebody joined in the test before may be told only now.
      const [anna, ben] = [await here(), await there()]
      await ben.join('gaming', 'Ben')
      await anna.join('gaming', 'Again')
      await anna.next('chat:message', ({ text }) => text === 'Again joined the room')
      await ben.next('room:users', (users) => users.length === 2)
      await ben.next('chat:message', ({ text }) => text === 'Again joined the room')
      anna.takeNames()
      await anna.join('gaming', 'Again')
      const expected = ['room:users', 'rooms:list', 'chat:history']
      // Ben's instance may tell at any moment who is here and how many are where.
      expect(inOrder(expected, anna.takeNames())).toEqual(expected)
      await say(anna, 'gaming', 'Mark')
      await ben.next('chat:message', ({ text }) => text === 'Mark')
      expect(textsHeardBy(ben).filter((text) => text === 'Again joined the room')).toHaveLength(1)
    })

    test('a name that is in use anywhere is taken, and free when its owner has gone', async () => {
      const [anna, other] = [await here(), await there()]
      await anna.join('general', 'Anna')
      const join = (name: string) =>
        other.call('room:join', { roomId: 'music', user: { name } } as never)
      for (const name of ['Anna', 'ANNA', 'Аnna', ' anna ']) {
        expect(await join(name)).toMatchObject({ ok: false, error: { code: 'name-taken' } })
      }
      anna.close()
      await expect.poll(async () => (await join('Anna')).ok, { timeout: 10_000 }).toBe(true)
    })
  })
}

const withUsers = (room: (typeof FIRST_ROOMS)[number], id: string, users: number) =>
  room.id === id ? { ...room, users } : room
