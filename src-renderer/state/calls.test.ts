import { expect, test } from 'vitest'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import { callRoleOf, callWords, newerCall, NO_CALL, wordsForEnd } from './calls.ts'

const person = (id: string, name: string) => ({ id, name, device: null, isAway: false })

const call = (change: Partial<CallWire> = {}): CallWire =>
  ({
    ...{ id: 'one', revision: 1, phase: 'ringing', roomId: 'room', startedAt: 1 },
    ...{ caller: person('anna', 'Anna'), callee: person('ben', 'Ben') },
    ...{ ringsUntil: null, acceptedAt: null, connectedAt: null, endedAt: null },
    ...{ reason: null, duration: null },
    ...change,
  }) as unknown as CallWire

const anna = { id: 'anna', name: 'Anna' } as never
const ben = { id: 'ben', name: 'Ben' } as never

test('one is called, calls, talks, or does so on another device', () => {
  const role = (me: string, isHere: boolean, change: Partial<CallWire> = {}) =>
    callRoleOf({ ...NO_CALL, call: call(change), isHere }, me as never)
  expect(role('ben', false)).toBe('called')
  expect(role('anna', true)).toBe('calling')
  expect(role('anna', false)).toBe('elsewhere')
  expect(role('ben', true, { phase: 'connected' })).toBe('talking')
  expect(role('ben', false, { phase: 'connecting' })).toBe('elsewhere')
  expect(role('ben', true, { phase: 'ended' })).toBeNull()
  expect(callRoleOf(NO_CALL, 'ben' as never)).toBeNull()
})

test('older news is no news, and the end of another call ends nothing', () => {
  const known = call({ revision: 3 })
  expect(newerCall(known, call({ revision: 2, phase: 'ended' }))).toBe(known)
  const ended = call({ revision: 4, phase: 'ended' })
  expect(newerCall(known, ended)).toBe(ended)
  expect(newerCall(known, call({ id: 'two' as never, phase: 'ended' }))).toBe(known)
  const other = call({ id: 'two' as never })
  expect(newerCall(known, other)).toBe(other)
})

test('whoever called is told what became of it, and whoever hung up is not', () => {
  const ended = (change: Partial<CallWire>) => call({ phase: 'ended', ...change })
  expect(wordsForEnd(ended({ reason: 'busy' }), anna)).toBe('Ben is in another call.')
  expect(wordsForEnd(ended({ reason: 'missed' }), anna)).toBe('Ben did not answer.')
  expect(wordsForEnd(ended({ reason: 'missed' }), ben)).toBeNull()
  expect(wordsForEnd(ended({ reason: 'hung-up' }), anna)).toBeNull()
  expect(wordsForEnd(ended({ reason: 'failed' }), ben)).toBe('There was no connection to Anna.')
  const lost = ended({ reason: 'failed', connectedAt: 5 })
  expect(wordsForEnd(lost, anna)).toBe('The call with Ben was lost.')
})

test('the words say what stands in the way before that all is well', () => {
  const words = (change: object, phase: CallWire['phase'] = 'connected') =>
    callWords({ ...NO_CALL, call: call({ phase }), isHere: true, ...change })
  expect(words({}, 'ringing')).toBe('Ringing…')
  expect(words({ line: 'connecting' }, 'connecting')).toBe('Connecting…')
  expect(words({ line: 'broken' })).toBe('Reconnecting…')
  expect(words({ line: 'connecting' })).toBe('Reconnecting…')
  expect(words({ line: 'connected' })).toBe('In a call')
  expect(words({ line: 'connected', other: { isMuted: true } })).toBe('They are muted')
})
