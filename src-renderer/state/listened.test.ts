import { expect, test } from 'vitest'
import type { MessageId } from '#shared/domain/ids.ts'
import { withListened, type Listened } from './listened.ts'

test('the newest are remembered, and what was listened to again is new', () => {
  let listened: Listened = new Map()
  for (let at = 0; at < 500; at += 1) listened = withListened(listened, `m${at}` as MessageId, at)
  listened = withListened(listened, 'm0' as MessageId, 7)
  listened = withListened(listened, 'new' as MessageId, 1)
  expect(listened.size).toBe(500)
  expect([...listened].slice(-2)).toEqual([
    ['m0', 7],
    ['new', 1],
  ])
  expect(listened.has('m1' as MessageId)).toBe(false)
  expect(listened.get('m2' as MessageId)).toBe(2)
})
