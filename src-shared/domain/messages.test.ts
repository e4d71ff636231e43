import { expect, test } from 'vitest'
import { messageTextSchema, TEXT_MAX_LENGTH } from './messages.ts'

test.each([
  ['  Hello  ', 'Hello'],
  ['a\r\nb\rc', 'a\nb\nc'],
  ['a\u0000b\u001bc\td', 'abc\td'],
  ['🙂 語 Zoë', '🙂 語 Zoë'],
])('%j becomes %j', (typed, text) => expect(messageTextSchema.parse(typed)).toBe(text))

test.each(['', '  \n ', '\u0000', '\ud800', 'x'.repeat(TEXT_MAX_LENGTH + 1)])(
  '%j is refused',
  (text) => expect(messageTextSchema.safeParse(text).success).toBe(false),
)

test('the longest text is fine', () => {
  expect(messageTextSchema.safeParse('x'.repeat(TEXT_MAX_LENGTH)).success).toBe(true)
})
