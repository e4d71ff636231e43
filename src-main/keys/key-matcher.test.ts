import { expect, test } from 'vitest'
import { NO_KEYS, type GlobalKeys } from '#shared/domain/global-keys.ts'
import { isForgotten, letGo, NOTHING_HELD, stepKeys, type KeySignal } from './key-matcher.ts'

/** Keys that go down ("+F8") and up ("-F8"), one after the other, so many milliseconds apart. */
function keyboard(keys: Partial<GlobalKeys>) {
  let held = NOTHING_HELD
  let at = 0
  return {
    held: () => held,
    now: () => at,
    wait: (milliseconds: number) => void (at += milliseconds),
    letGo(...alsoDown: readonly string[]): readonly KeySignal[] {
      const [next, signals] = letGo(held, alsoDown, at)
      held = next
      return signals
    },
    move(...moves: readonly string[]): readonly KeySignal[] {
      return moves.flatMap((move) => {
        at += 10
        const step = { code: move.slice(1), isDown: move.startsWith('+'), at }
        const [next, signals] = stepKeys(held, step, { ...NO_KEYS, ...keys })
        held = next
        return signals
      })
    },
  }
}

const TALK = { type: 'talk', isHeld: true }
const SILENCE = { type: 'talk', isHeld: false }
const MUTE = { type: 'pressed', name: 'mute' }
const DEAFEN = { type: 'pressed', name: 'deafen' }

test('a key talks from its press to its release, however often it repeats itself', () => {
  const { move } = keyboard({ talk: ['F8'] })
  expect(move('+F8', '+F8', '+F8')).toEqual([TALK])
  expect(move('-F8')).toEqual([SILENCE])
})

test('other keys change nothing, and nothing is remembered of them', () => {
  const { move, held } = keyboard({ talk: ['F8'] })
  expect(move('+KeyA', '+F8', '+ShiftLeft', '-KeyA', '-ShiftLeft')).toEqual([TALK])
  expect([...held().down.keys()]).toEqual(['F8'])
})

test('a combination talks while all of it is down: letting go of any part ends it', () => {
  const { move } = keyboard({ talk: ['ControlLeft', 'KeyT'] })
  expect(move('+KeyT', '-KeyT', '+ControlLeft')).toEqual([])
  expect(move('+KeyT')).toEqual([TALK])
  expect(move('-ControlLeft')).toEqual([SILENCE])
  expect(move('-KeyT', '+KeyT')).toEqual([])
})

test('a mouse button talks as well', () => {
  const { move } = keyboard({ talk: ['Mouse4'] })
  expect(move('+Mouse4', '-Mouse4')).toEqual([TALK, SILENCE])
})

test('a key that switches counts once for each press', () => {
  const { move } = keyboard({ mute: ['F9'] })
  expect(move('+F9', '+F9', '+F9')).toEqual([MUTE])
  expect(move('-F9', '+F9')).toEqual([MUTE])
})

test('of two that are both pressed, the longer one is meant', () => {
  const { move } = keyboard({ mute: ['KeyM'], deafen: ['ControlLeft', 'KeyM'] })
  expect(move('+KeyM', '-KeyM')).toEqual([MUTE])
  expect(move('+ControlLeft', '+KeyM')).toEqual([DEAFEN])
})

test('after a release that nobody told of, the next press counts again', () => {
  const { move, wait } = keyboard({ mute: ['F9'], talk: ['F8'] })
  expect(move('+F9', '+F8')).toEqual([MUTE, TALK])
  wait(1_600)
  expect(move('+F9')).toEqual([MUTE])
  expect(move('+F8', '-F8')).toEqual([SILENCE])
})

test('what was let go of stays so, until the key is really released and pressed again', () => {
  const { move, letGo: everything } = keyboard({ talk: ['F8'] })
  move('+F8')
  expect(everything()).toEqual([SILENCE])
  expect(move('+F8', '+F8')).toEqual([])
  expect(move('-F8', '+F8')).toEqual([TALK])
})

test('a key that went down before anybody listened has to be pressed anew', () => {
  const { move, letGo: everything } = keyboard({ talk: ['F8'] })
  everything('F8')
  expect(move('+F8', '+F8')).toEqual([])
  expect(move('-F8', '+F8')).toEqual([TALK])
})

test('what was let go of while nobody could see the release counts after a moment without it', () => {
  const { move, wait, letGo: everything } = keyboard({ talk: ['F8'] })
  move('+F8')
  everything()
  wait(1_600)
  expect(move('+F8')).toEqual([TALK])
})

test('nobody talks for ever without a sign of the key', () => {
  const { move, wait, held, now } = keyboard({ talk: ['Mouse5'] })
  expect(isForgotten(held(), now())).toBe(false)
  move('+Mouse5')
  wait(299_000)
  expect(isForgotten(held(), now())).toBe(false)
  wait(2_000)
  expect(isForgotten(held(), now())).toBe(true)
})
