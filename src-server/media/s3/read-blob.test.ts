import { expect, test } from 'vitest'
import { Unavailable } from '../../ports/unavailable.ts'
import type { Part } from './bucket.ts'
import { readOn } from './read-blob.ts'

const range = { first: 0, last: 9 }

/** A part of which so much arrives, and then nothing until somebody ends it. */
function partOf(arrives: string): Part {
  let discard = (): void => {}
  const isDiscarded = new Promise<never>((_, reject) => {
    discard = () => reject(new Unavailable('It was ended'))
  })
  isDiscarded.catch(() => {})
  async function* content(): AsyncGenerator<Buffer> {
    if (arrives !== '') yield Buffer.from(arrives)
    if (arrives.length < 10) await isDiscarded
  }
  return { size: 10, range, content: content(), discard }
}

test('whoever stops reading while nothing comes asks the storage for nothing more', async () => {
  let reopened = 0
  const reading = readOn(partOf('abc'), range, async () => {
    reopened += 1
    return partOf('')
  })[Symbol.asyncIterator]()
  expect(String((await reading.next()).value)).toBe('abc')
  const waiting = reading.next()
  await reading.return?.()
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect(reopened).toBe(0)
})

test('what ends too early again and again is given up', async () => {
  const short = (): Part => ({ ...partOf(''), content: (async function* nothing() {})() })
  let reopened = 0
  const reading = readOn(short(), range, async () => {
    reopened += 1
    return short()
  })
  await expect(reading[Symbol.asyncIterator]().next()).rejects.toThrow(Unavailable)
  expect(reopened).toBe(2)
})
