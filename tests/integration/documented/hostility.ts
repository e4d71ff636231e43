import { describe, expect, test } from 'vitest'
import { dataUrl } from '../../support/media.ts'
import { sounds } from '../../support/sounds.ts'
import { refusalsOf, type Surface } from './surface.ts'

/** What does not belong where a text is expected. */
const NOT_TEXT: readonly unknown[] = [
  undefined,
  null,
  true,
  7,
  NaN,
  2 ** 53,
  '',
  ' \n ',
  [],
  ['general'],
  {},
  { $ne: 1 },
  { toString: 'general' },
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  new Uint8Array([1, 2, 3]),
  'x'.repeat(100_000),
]

const MESSAGE = '5f6c2f0a-8a55-4b0f-9e0a-2f4f3f9d1c77'
const AUDIO = dataUrl(sounds.webm)

/** For each documented event a good payload, and the fields that have to be text. */
const EVENTS = [
  ['room:join', { roomId: 'general', user: { name: 'Eve' } }, ['roomId', 'user']],
  ['chat:message', { roomId: 'general', text: 'Hello', user: 'Eve' }, ['roomId', 'text']],
  ['chat:send:voice', { roomId: 'general', audio: AUDIO, user: 'Eve' }, ['roomId', 'audio']],
  ['chat:direct', { to: 'Ben', text: 'Hello', user: 'Eve' }, ['to', 'text']],
  ['chat:reaction', { messageId: MESSAGE, emoji: '👍', user: 'Eve' }, ['messageId', 'emoji']],
] as const

/** How a request may be refused for its form: by what it is, or by what it names. */
const REFUSALS = ['invalid', 'too-large', 'not-found', 'forbidden']

export function describeHostility({ here, there }: Surface): void {
  describe('malformed', () => {
    test.each(EVENTS)('%s is answered in a sentence, both ways', async (event, valid, fields) => {
      const [eve, ben] = [await here(), await there()]
      await eve.join('general', 'Eve')
      await ben.join('general', 'Ben')
      const payloads = [
        ...NOT_TEXT,
        ...fields.flatMap((field) => NOT_TEXT.map((value) => ({ ...valid, [field]: value }))),
      ]
      for (const payload of payloads.slice(0, PAYLOADS_WITHIN_BURST)) {
        const { inAck, asEvent } = await refusalsOf(eve, event, payload)
        expect(REFUSALS).toContain(inAck.code)
        expect(inAck.message).toMatch(/^\S.{3,300}$/s)
        expect(inAck.message).not.toMatch(/\n\s+at |\.ts:|\[object/)
        expect(asEvent).toEqual({ ...inAck, event })
      }
      expect(eve.socket.connected).toBe(true)
      expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
      await ben.settle()
      expect(JSON.stringify(ben.received)).not.toContain('x'.repeat(1_000))
    })

    test('events without sense are answered or ignored, and the connection stays', async () => {
      const eve = await here()
      await eve.join('general', 'Eve')
      for (const name of ['chat:shout', '', '__proto__', 'constructor', 'hasOwnProperty', '0']) {
        expect(await eve.call(name as never, {} as never)).toMatchObject({
          ok: false,
          error: { code: 'invalid' },
        })
        eve.emit(name)
        expect(await eve.next('error')).toMatchObject({ code: 'invalid', event: name })
      }
      for (const args of [
        [1, 2, 3],
        [null, null],
        [{}, 'x', []],
      ]) {
        eve.emit('chat:message', ...args)
        expect(await eve.next('error')).toMatchObject({ code: 'invalid' })
      }
      expect(eve.socket.connected).toBe(true)
    })

    test.each([
      ['', 'invalid'],
      ['A', 'invalid'],
      ['A'.repeat(21), 'invalid'],
      ['A<b>', 'invalid'],
      ['Ann​a', 'invalid'],
      ['Ann‮a', 'invalid'],
      ['--', 'invalid'],
      ['System', 'invalid'],
      ['Sуstem', 'invalid'],
    ])('the name %j is refused', async (name, code) => {
      const eve = await here()
      const payload = { roomId: 'general', user: { name } }
      const { inAck, asEvent } = await refusalsOf(eve, 'room:join', payload)
      expect([inAck.code, asEvent]).toEqual([code, { ...inAck, event: 'room:join' }])
    })

    test('too much is too large, and says how much there may be', async () => {
      const eve = await here()
      await eve.join('general', 'Eve')
      const long = { roomId: 'general', text: 'x'.repeat(8_001) }
      const { inAck } = await refusalsOf(eve, 'chat:message', long)
      expect(inAck).toEqual({
        code: 'too-large',
        message: 'A message has at most 8000 characters',
      })
      const loud = { roomId: 'general', audio: dataUrl(Buffer.alloc(2_700_000, 1)) }
      expect(await eve.call('chat:send:voice', loud as never)).toMatchObject({
        error: { code: 'too-large' },
      })
      expect(eve.socket.connected).toBe(true)
    })
  })
}

/** Each is tried twice, and a session has so many requests at once. */
const PAYLOADS_WITHIN_BURST = 48
