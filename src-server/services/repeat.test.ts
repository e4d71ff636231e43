import { expect, test } from 'vitest'
import { createRepeat } from './repeat.ts'

/** What is due, and never by itself. */
function createTimers() {
  const due: { readonly ms: number; readonly run: () => void }[] = []
  return {
    due,
    clock: {
      now: () => 0,
      monotonic: () => 0,
      after(ms: number, run: () => void) {
        const timer = { ms, run }
        due.push(timer)
        return () => void due.splice(due.indexOf(timer), 1)
      },
    },
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('does it at once, and again so long after it has ended', async () => {
  const { clock, due } = createTimers()
  const ends: (() => void)[] = []
  const repeat = createRepeat(clock, 1_000, () => new Promise((resolve) => ends.push(resolve)))
  repeat.start()
  await settled()
  expect([ends.length, due.length]).toEqual([1, 0])
  ends[0]?.()
  await settled()
  expect(due.map(({ ms }) => ms)).toEqual([1_000])
  due.shift()?.run()
  expect(ends).toHaveLength(2)
})

test('can begin with the pause', () => {
  const { clock, due } = createTimers()
  let times = 0
  createRepeat(clock, 1_000, async () => void (times += 1)).startLater()
  expect([times, due.length]).toEqual([0, 1])
  due.shift()?.run()
  expect(times).toBe(1)
})

test('does it no more once it is stopped, in a pause or in the middle', async () => {
  const { clock, due } = createTimers()
  const inPause = createRepeat(clock, 1_000, async () => {})
  inPause.start()
  await settled()
  inPause.stop()
  expect(due).toEqual([])

  let end = (): void => {}
  const inMiddle = createRepeat(clock, 1_000, () => new Promise((resolve) => (end = resolve)))
  inMiddle.start()
  inMiddle.stop()
  end()
  await settled()
  expect(due).toEqual([])
})
