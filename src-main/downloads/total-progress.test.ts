import { expect, test } from 'vitest'
import { createTotalProgress } from './total-progress.ts'

function watched() {
  const shown: number[] = []
  return { shown, progress: createTotalProgress((part) => void shown.push(part)) }
}

test('one download has the bar for itself, and takes it along', () => {
  const { shown, progress } = watched()
  progress.note('a', 0, 200)
  progress.note('a', 50, 200)
  progress.end('a')
  expect(shown).toEqual([0, 0.25, -1])
})

test('several share it by their sizes, and it does not jump back when one ends', () => {
  const { shown, progress } = watched()
  progress.note('a', 100, 100)
  progress.note('b', 0, 300)
  progress.end('a')
  progress.note('b', 150, 300)
  progress.end('b')
  expect(shown).toEqual([1, 0.25, 0.25, 0.625, -1])
})

test('those of before do not count for the next ones', () => {
  const { shown, progress } = watched()
  progress.note('a', 10, 10)
  progress.end('a')
  progress.note('b', 5, 10)
  expect(shown.at(-1)).toBe(0.5)
})

test('a size that nobody knows makes a bar without an end', () => {
  const { shown, progress } = watched()
  progress.note('a', 10, 0)
  progress.note('b', 50, 100)
  progress.end('a')
  expect(shown).toEqual([2, 2, 0.5])
})

test('an end of something that never began says nothing', () => {
  const { shown, progress } = watched()
  progress.end('a')
  expect(shown).toEqual([])
})
