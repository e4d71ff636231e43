import { describe, expect, test } from 'vitest'
import { say } from '../../support/redis-conversation.ts'
import type { Surface } from './surface.ts'

export function describePersonal({ here, there }: Surface): void {
  describe('a direct message', () => {
    test('reaches the person who is named, wherever that is, and nobody else', async () => {
      const [anna, ben, carl] = [await here(), await there(), await there()]
      await anna.join('general', 'Anna')
      await ben.join('music', 'Ben')
      await carl.join('music', 'Carl')
      anna.emit('chat:direct', { to: 'Ben', text: 'Between us', user: 'Anna' })
      expect(await ben.next('chat:direct:received')).toMatchObject({
        from: 'Anna',
        text: 'Between us',
        createdAt: expect.any(Number),
      })
      const answer = await ben.call('chat:direct', { to: 'Anna', text: 'I see' } as never)
      expect(answer).toMatchObject({ ok: true, message: { text: 'I see', user: 'Ben' } })
      const { from } = await anna.next('chat:direct:received', ({ text }) => text === 'I see')
      expect(from).toBe('Ben')
      await say(ben, 'music', 'Mark')
      await carl.next('chat:message', ({ text }) => text === 'Mark')
      expect(JSON.stringify(carl.received)).not.toMatch(/Between us|I see/)
    })

    test('to nobody is not found, and before joining unauthorized', async () => {
      const anna = await here()
      const sayTo = (to: string) => anna.call('chat:direct', { to, text: 'Hello?' } as never)
      expect(await sayTo('Ben')).toMatchObject({ error: { code: 'unauthorized' } })
      await anna.join('general', 'Anna')
      expect(await sayTo('Nobody At All')).toMatchObject({ error: { code: 'not-found' } })
      anna.emit('chat:direct', { to: 'Nobody At All', text: 'Hello?' })
      const error = await anna.next('error')
      expect(error).toMatchObject({ code: 'not-found', event: 'chat:direct' })
    })
  })
}
