import { expect, test } from 'vitest'
import { parseRange } from './byte-range.ts'

test.each([
  ['bytes=0-0', { first: 0, last: 0 }],
  ['bytes=0-', { first: 0, last: 99 }],
  ['bytes=10-19', { first: 10, last: 19 }],
  ['bytes=90-200', { first: 90, last: 99 }],
  ['bytes=-1', { first: 99, last: 99 }],
  ['bytes=-500', { first: 0, last: 99 }],
])('%s of 100 bytes', (header, range) => {
  expect(parseRange(header, 100)).toEqual({ kind: 'part', range })
})

test.each(['bytes=100-', 'bytes=100-200', 'bytes=999999999999999-', 'bytes=-0'])(
  '%s of 100 bytes cannot be had',
  (header) => {
    expect(parseRange(header, 100)).toEqual({ kind: 'unsatisfiable' })
  },
)

test.each([
  undefined,
  '',
  'bytes',
  'bytes=',
  'bytes=-',
  'bytes=5-2',
  'bytes=a-b',
  'bytes=0-1,5-6',
  'bytes=0x1-',
  'bytes=-1-2',
  'bytes=1e3-',
  'lines=0-1',
  'bytes=0-99999999999999999999',
])('%s means all of it', (header) => {
  expect(parseRange(header, 100)).toEqual({ kind: 'all' })
})
