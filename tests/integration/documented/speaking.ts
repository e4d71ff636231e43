import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { connect, type TestClient } from '../../support/client.ts'
import { dataUrl, fetchFile } from '../../support/media.ts'
import { readAll, say } from '../../support/redis-conversation.ts'
import { sounds } from '../../support/sounds.ts'
import { textsHeardBy, type Surface } from './surface.ts'

export function describeSpeaking({ origins, here, there }: Surface): void {
  async function two(): Promise<[TestClient, TestClient]> {
    const [anna, ben] = [await here(), await there()]
    await anna.join('general', 'Anna')
    await ben.join('general', 'Ben')
    return [anna, ben]
  }

  describe('speaking', () => {
    test('reaches everybody in the room, the sender too, and nobody else', async () => {
      const [anna, ben] = await two()
      const [carl, lobby] = [await there(), await here()]
      await carl.join('music', 'Carl')
      const before = Date.now()
      const reply = await anna.call('chat:message', { roomId: 'general', text: ' Hello ' } as never)
      expect(reply).toMatchObject({ ok: true, duplicate: false, message: { text: 'Hello' } })
      for (const client of [anna, ben]) {
        const heard = await client.next('chat:message', ({ text }) => text === 'Hello')
        const documented = { roomId: 'general', type: 'text', text: 'Hello', user: 'Anna' }
        expect(heard).toMatchObject({ ...documented, id: expect.any(String) })
        expect(heard.createdAt).toBeGreaterThanOrEqual(before - 1_000)
      }
      await say(ben, 'general', 'Mark')
      await anna.next('chat:message', ({ text }) => text === 'Mark')
      await carl.settle()
      for (const elsewhere of [carl, lobby]) {
        expect(JSON.stringify(elsewhere.received)).not.toMatch(/"(Hello|Mark)"/)
      }
    })

    test('right after an unanswered join is in the room already', async () => {
      const anna = await here()
      anna.emit('room:join', { roomId: 'general', user: { name: 'Anna' } })
      anna.emit('chat:message', { roomId: 'general', text: 'At once', user: 'Anna' })
      const heard = await anna.next('chat:message', ({ type }) => type === 'text')
      expect(heard.text).toBe('At once')
    })

    test('without having joined is unauthorized, elsewhere forbidden or not found', async () => {
      const anna = await here()
      const speakIn = (roomId: string) => anna.call('chat:message', { roomId, text: 'Hi' } as never)
      expect(await speakIn('general')).toMatchObject({ error: { code: 'unauthorized' } })
      await anna.join('general', 'Anna')
      expect(await speakIn('music')).toMatchObject({ error: { code: 'forbidden' } })
      expect(await speakIn('attic')).toMatchObject({ error: { code: 'not-found' } })
    })

    test('with one key on two instances is one message', async () => {
      const anna = await here()
      const { token } = await anna.join('music', 'Anna')
      const phone = await connect(origins().at(-1) ?? '', { token })
      await phone.join('music', 'Anna')
      const message = { roomId: 'music', text: 'Only once', clientId: randomUUID() }
      const replies = await Promise.all(
        [anna, phone, anna].map((client) => client.call('chat:message', message as never)),
      )
      const ids = new Set(replies.map((reply) => (reply.ok ? reply.message.id : reply.error.code)))
      expect(ids.size).toBe(1)
      expect(replies.filter((reply) => reply.ok && !reply.duplicate)).toHaveLength(1)
      const stored = await readAll(anna, 'music')
      expect(stored.filter(({ clientId }) => clientId === message.clientId)).toHaveLength(1)
    })

    test('everybody hears the same order', async () => {
      const [anna, ben] = await two()
      const { lastSeq } = await anna.join('general', 'Anna')
      const lines = Array.from({ length: 25 }, (_, index) => index)
      await Promise.all(
        [anna, ben].flatMap((client, who) =>
          lines.map((line) => say(client, 'general', `${who}: ${line}`)),
        ),
      )
      const stored = (await readAll(anna, 'general')).filter(({ seq }) => seq > lastSeq)
      expect(stored).toHaveLength(50)
      for (const who of ['0', '1']) {
        const own = stored.filter(({ text }) => text.startsWith(`${who}:`))
        expect(own.map(({ text }) => text)).toEqual(lines.map((line) => `${who}: ${line}`))
      }
      for (const client of [anna, ben]) {
        await expect.poll(() => seqsOf(client, lastSeq).length, { timeout: 10_000 }).toBe(50)
        const inOrder = seqsOf(client, lastSeq).toSorted((one, other) => one - other)
        expect(inOrder).toEqual(stored.map(({ seq }) => seq))
      }
    })
  })

  describe('a voice message', () => {
    test('goes in as base64 and comes out as an address that plays', async () => {
      const [anna, ben] = await two()
      const audio = dataUrl(sounds.webm)
      anna.emit('chat:send:voice', { roomId: 'general', audio, user: 'Anna' })
      for (const client of [anna, ben]) {
        const heard = await client.next('chat:message', ({ type }) => type === 'voice')
        expect(heard).toMatchObject({
          id: expect.any(String),
          roomId: 'general',
          type: 'voice',
          audio: expect.stringMatching(/^\/api\/media\//),
          user: 'Anna',
          createdAt: expect.any(Number),
          mimeType: 'audio/webm',
        })
      }
      const late = await there()
      await late.join('general', 'Late')
      const stored = (await late.next('chat:history')).at(-1)
      expect(JSON.stringify(stored)).not.toContain('base64')
      for (const origin of origins()) {
        const { status, headers, bytes } = await fetchFile(`${origin}${stored?.audio}`)
        expect([status, headers.get('content-type')]).toEqual([200, 'audio/webm'])
        expect(bytes.equals(sounds.webm)).toBe(true)
      }
    })

    test('is acknowledged like any other message', async () => {
      const [anna] = await two()
      const audio = dataUrl(sounds.ogg, 'audio/ogg')
      const reply = await anna.call('chat:send:voice', { roomId: 'general', audio } as never)
      expect(reply).toMatchObject({ ok: true, message: { type: 'voice', mimeType: 'audio/ogg' } })
      expect(textsHeardBy(anna).filter((text) => text.includes('base64'))).toEqual([])
    })
  })

  describe('a reaction', () => {
    test('reaches everybody in the room with all reactions, and toggles', async () => {
      const [anna, ben] = await two()
      const { id: messageId } = await say(anna, 'general', 'Like me')
      await ben.next('chat:message', ({ id }) => id === messageId)
      const reactions = [{ emoji: '👍', count: 1, users: ['Ben'] }]
      ben.emit('chat:reaction', { messageId, emoji: '👍', user: 'Ben' })
      for (const client of [anna, ben]) {
        expect(await client.next('chat:reaction:update')).toMatchObject({ messageId, reactions })
      }
      const second = await anna.call('chat:reaction', { messageId, emoji: '👍' } as never)
      expect(second).toMatchObject({ ok: true, reactions: [{ count: 2, users: ['Ben', 'Anna'] }] })
      await anna.next('chat:reaction:update')
      await ben.next('chat:reaction:update')
      await ben.call('chat:reaction', { messageId, emoji: '👍' } as never)
      const last = await anna.next('chat:reaction:update')
      expect(last.reactions).toMatchObject([{ emoji: '👍', count: 1, users: ['Anna'] }])
      const late = await there()
      await late.join('general', 'Late')
      const stored = (await late.next('chat:history')).find(({ id }) => id === messageId)
      expect(stored?.reactions).toEqual(last.reactions)
    })

    test('to what is not there, or elsewhere, is not found', async () => {
      const [anna] = await two()
      const carl = await there()
      await carl.join('music', 'Carl')
      const { id } = await say(anna, 'general', 'Not for Carl')
      for (const messageId of [id, randomUUID()]) {
        const reply = await carl.call('chat:reaction', { messageId, emoji: '👍' } as never)
        expect(reply).toMatchObject({ ok: false, error: { code: 'not-found' } })
      }
    })
  })
}

const seqsOf = (client: TestClient, after: number): number[] =>
  client.received.flatMap(({ name, payload }) => {
    const { seq = 0 } = payload as { seq?: number }
    return name === 'chat:message' && seq > after ? [seq] : []
  })
