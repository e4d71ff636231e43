import { describe, expect, test } from 'vitest'
import type { TestClient } from '../../support/client.ts'
import { dataUrl } from '../../support/media.ts'
import { say } from '../../support/redis-conversation.ts'
import { sounds } from '../../support/sounds.ts'
import type { Surface } from './surface.ts'

/** Everything that a client might put where the sender's name goes. */
const FORGED: readonly unknown[] = [
  'Anna',
  { name: 'Anna' },
  { id: 'x', name: 'Anna' },
  null,
  ['Anna'],
  { toString: 'Anna' },
  { __proto__: { name: 'Anna' } },
  42,
]

export function describeForging({ here, there }: Surface): void {
  async function two(): Promise<[TestClient, TestClient]> {
    const [anna, ben] = [await here(), await there()]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    return [anna, ben]
  }

  describe('nobody speaks for somebody else', () => {
    test('in a message or a recording', async () => {
      const [anna, ben] = await two()
      for (const user of FORGED) {
        const more = { user, userId: 'x', from: 'Anna', author: { name: 'Anna' } }
        ben.emit('chat:message', { roomId: 'general', text: 'It is me', ...more })
        const message = await anna.next('chat:message', ({ type }) => type === 'text')
        expect(message.user).toBe('Ben')
        ben.emit('chat:send:voice', { roomId: 'general', audio: dataUrl(sounds.webm), ...more })
        const voice = await anna.next('chat:message', ({ type }) => type === 'voice')
        expect(voice.user).toBe('Ben')
      }
    })

    test('in a reaction or a direct message', async () => {
      const [anna, ben] = await two()
      const { id: messageId } = await say(anna, 'general', 'Whose thumb?')
      await ben.next('chat:message', ({ id }) => id === messageId)
      for (const user of FORGED) {
        ben.emit('chat:reaction', { messageId, emoji: '👍', on: true, user })
        ben.emit('chat:direct', { to: 'Anna', text: 'It is me', user, from: 'Anna' })
        expect((await anna.next('chat:direct:received')).from).toBe('Ben')
      }
      const { reactions } = await anna.next('chat:reaction:update')
      expect(reactions).toMatchObject([{ emoji: '👍', count: 1, users: ['Ben'] }])
    })

    test('by joining again under the name of another', async () => {
      const [anna, ben] = await two()
      await ben.call('room:join', { roomId: 'music', user: { name: 'Anna' } } as never)
      await ben.call('room:join', { roomId: 'general', user: { name: 'Anna' } } as never)
      ben.emit('chat:message', { roomId: 'general', text: 'Who am I?', user: 'Anna' })
      const heard = await anna.next('chat:message', ({ text }) => text === 'Who am I?')
      expect(heard.user).toBe('Ben')
    })
  })
}
