import { expect, test } from 'vitest'
import { downloadWishSchema } from './downloads.ts'

const ID = '7d0f1c52-3d0e-4c6a-9f59-0d9a3a5f6b10'

test.each([
  [`http://192.0.2.7:5000/api/media/${ID}/0?key=abc`, true],
  [`https://parley.example/api/media/${ID}/12`, true],
  [`ftp://192.0.2.7/api/media/${ID}/0`, false],
  [`file:///api/media/${ID}/0`, false],
  ['http://192.0.2.7:5000/api/health', false],
  [`http://192.0.2.7:5000/api/media/${ID}/../../health`, false],
  [`http://192.0.2.7:5000/api/media/${ID}/%2e%2e/%2e%2e/health`, false],
  [`http://192.0.2.7:5000/other?x=/api/media/${ID}/0`, false],
  ['data:text/plain,/api/media/a/0', false],
  ['', false],
])('%s may be saved: %s', (url, may) => {
  expect(downloadWishSchema.safeParse({ url, name: 'a' }).success).toBe(may)
})

test('a file has a name', () => {
  const url = `http://192.0.2.7:5000/api/media/${ID}/0`
  expect(downloadWishSchema.safeParse({ url, name: '' }).success).toBe(false)
  expect(downloadWishSchema.safeParse({ url, name: 'a'.repeat(1_001) }).success).toBe(false)
})
