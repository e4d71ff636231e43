import { expect, test } from 'vitest'
import { decodeBase64 } from './base64.ts'

test('decodes what others encode, of every length', () => {
  for (let length = 0; length < 70; length += 1) {
    const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 37 + length) % 256))
    expect(Buffer.from(decodeBase64(bytes.toString('base64')) ?? 'x')).toEqual(bytes)
  }
})

test.each([
  'A',
  'AB',
  'ABC',
  'ABCDE',
  'AB=C',
  '====',
  'A===',
  'ABC=ABCD',
  'AB\nC',
  'ABC ',
  'AB-_',
  'ABCé',
  'ABC€',
  // Bits that no byte would have: somebody altered it.
  'AB==',
  'ABD=',
])('%j is not base64', (text) => {
  expect(decodeBase64(text)).toBeNull()
})
