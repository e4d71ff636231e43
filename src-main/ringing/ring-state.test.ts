import { expect, test } from 'vitest'
import { callIdSchema } from '#shared/domain/ids.ts'
import type { RingAnswer } from '#shared/ipc/ringing.ts'
import {
  endsAt,
  IDLE,
  PAGE_IS_LOST_AFTER_MS,
  RINGS_AT_MOST_MS,
  stepRing,
  type RingEffect,
  type RingEvent,
} from './ring-state.ts'

const callId = callIdSchema.parse('11111111-1111-4111-8111-111111111111')
const otherId = callIdSchema.parse('22222222-2222-4222-8222-222222222222')
const CALL = { callId, from: 'Anna', others: [] }
const OTHER = { callId: otherId, from: 'Bob', others: [] }
const ACCEPT: RingAnswer = { callId, kind: 'accept' }

const asked = (call: typeof CALL | null, at = 0): RingEvent => ({ type: 'asked', call, at })
const answered = (answer: RingAnswer, at = 0): RingEvent => ({ type: 'answered', answer, at })
const lost = (at: number): RingEvent => ({ type: 'page-lost', at })
const time = (at: number): RingEvent => ({ type: 'time', at })

/** Where these events lead, and everything that was done on the way. */
function after(...events: readonly RingEvent[]) {
  const done: RingEffect[] = []
  let state = IDLE
  for (const event of events) {
    const [next, effects] = stepRing(state, event)
    state = next
    done.push(...effects)
  }
  return { state, done: done.map((effect) => effect.do) }
}

test('a call rings until the page says that it is over', () => {
  expect(after(asked(CALL)).done).toEqual(['start'])
  expect(after(asked(CALL), asked(null))).toEqual({ state: IDLE, done: ['start', 'stop'] })
})

test('asking again for what rings already changes nothing', () => {
  expect(after(asked(CALL), asked(CALL, 5)).done).toEqual(['start'])
})

test('another call takes the place of the one that rings', () => {
  const { state, done } = after(asked(CALL), asked(OTHER))
  expect(done).toEqual(['start', 'stop', 'start'])
  expect(state).toMatchObject({ phase: 'ringing', call: OTHER })
})

test('an answer ends the ringing and is told', () => {
  expect(after(asked(CALL), answered(ACCEPT)).done).toEqual(['start', 'stop', 'tell'])
})

test('an answer to another call, or to none, comes too late', () => {
  expect(after(asked(OTHER), answered(ACCEPT)).done).toEqual(['start'])
  expect(after(answered(ACCEPT))).toEqual({ state: IDLE, done: [] })
})

test('a second answer is none', () => {
  const decline: RingAnswer = { callId, kind: 'decline', text: null }
  const { done } = after(asked(CALL), answered(ACCEPT), answered(decline))
  expect(done).toEqual(['start', 'stop', 'tell'])
})

test('what was answered does not ring again while the page still asks for it', () => {
  const { done } = after(asked(CALL), answered(ACCEPT), asked(CALL, 1), asked(CALL, 2))
  expect(done).toEqual(['start', 'stop', 'tell'])
})

test('a page that was gone is told the answer when it is back, once', () => {
  const before = [asked(CALL), lost(1), answered(ACCEPT, 2)]
  expect(after(...before).done).toEqual(['start', 'stop'])
  expect(after(...before, asked(CALL, 3), asked(CALL, 4)).done).toEqual(['start', 'stop', 'tell'])
})

test('a page that was told and then crashed is told again', () => {
  const { done } = after(asked(CALL), answered(ACCEPT), lost(1), asked(CALL, 2))
  expect(done).toEqual(['start', 'stop', 'tell', 'tell'])
})

test('without a page it rings for twenty seconds more', () => {
  const end = 1_000 + PAGE_IS_LOST_AFTER_MS
  const ringing = [asked(CALL), lost(1_000)]
  expect(endsAt(after(...ringing).state)).toBe(end)
  expect(after(...ringing, time(end - 1)).done).toEqual(['start'])
  expect(after(...ringing, time(end))).toEqual({ state: IDLE, done: ['start', 'stop'] })
})

test('losing the page twice does not start the time anew', () => {
  expect(endsAt(after(asked(CALL), lost(1_000), lost(9_000)).state)).toBe(
    1_000 + PAGE_IS_LOST_AFTER_MS,
  )
})

test('a page that is back in time lets it ring on', () => {
  const { state, done } = after(asked(CALL), lost(1_000), asked(CALL, 5_000), time(60_000))
  expect(done).toEqual(['start'])
  expect(state.phase).toBe('ringing')
})

test('nothing rings for longer than a server lets it', () => {
  const { state } = after(asked(CALL, 500))
  expect(endsAt(state)).toBe(500 + RINGS_AT_MOST_MS)
  expect(after(asked(CALL, 500), time(500 + RINGS_AT_MOST_MS)).state).toBe(IDLE)
})

test('an answer that nobody came back for is forgotten', () => {
  const { state } = after(asked(CALL), lost(0), answered(ACCEPT), time(PAGE_IS_LOST_AFTER_MS))
  expect(state).toBe(IDLE)
})

test('a page that loads while nothing rings is nothing', () => {
  expect(after(lost(1))).toEqual({ state: IDLE, done: [] })
  expect(endsAt(IDLE)).toBe(Infinity)
})
