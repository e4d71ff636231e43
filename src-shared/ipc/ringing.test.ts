import { expect, test } from 'vitest'
import { callIdSchema } from '../domain/ids.ts'
import { ipcEvents, ipcRequests } from './contract.ts'
import { callWindowRequests } from './call-window.ts'
import { DECLINE_TEXT_MAX } from './ringing.ts'
import { DEFAULT_SETTINGS, settingsPatchSchema, settingsSchema } from './settings.ts'

const callId = callIdSchema.parse('11111111-1111-4111-8111-111111111111')
const SHOWN = { with: 'Bob', phase: 'connected', since: 1, isMuted: false, isSharing: false }

test.each([
  ['no call', {}],
  ['no id', { call: { from: 'Anna', others: [] } }],
  ['an id that is none', { call: { callId: '../x', from: 'Anna', others: [] } }],
  ['no name', { call: { callId, from: '  ', others: [] } }],
  ['a letter for a name', { call: { callId, from: 'a'.repeat(201), others: [] } }],
  ['others that are not said', { call: { callId, from: 'Anna' } }],
  ['others without a name', { call: { callId, from: 'Anna', others: [' '] } }],
  ['one name for all others', { call: { callId, from: 'Anna', others: 'Ben' } }],
  ['more than a group call has', { call: { callId, from: 'Anna', others: Array(33).fill('Ben') } }],
])('ringing for %s is refused', (_what, input) => {
  expect(ipcRequests['ringing:ring'].input.safeParse(input).success).toBe(false)
})

test('a call of more than two says who else is in it', () => {
  const call = { callId, from: 'Anna', others: [' Ben ', 'Cem'] }
  expect(ipcRequests['ringing:ring'].input.parse({ call })).toEqual({
    call: { ...call, others: ['Ben', 'Cem'] },
  })
})

test.each([
  ['another phase', { ...SHOWN, phase: 'ended' }],
  ['a time that is none', { ...SHOWN, since: -1 }],
  ['half a call', { with: 'Bob' }],
])('showing %s is refused', (_what, call) => {
  expect(ipcRequests['ringing:show'].input.safeParse({ call }).success).toBe(false)
})

test.each([
  ['without words that are there', { callId, kind: 'decline', text: ' ' }],
  ['with a letter', { callId, kind: 'decline', text: 'a'.repeat(DECLINE_TEXT_MAX + 1) }],
  ['without saying how', { callId, kind: 'ignore' }],
  ['of no call', { kind: 'accept' }],
])('an answer %s is refused on both ways', (_what, answer) => {
  expect(callWindowRequests.answer.input.safeParse(answer).success).toBe(false)
  expect(ipcEvents['ringing:answered'].payload.safeParse(answer).success).toBe(false)
})

test('words are trimmed', () => {
  const answer = { callId, kind: 'decline', text: ' Later. ' }
  expect(callWindowRequests.answer.input.parse(answer)).toMatchObject({ text: 'Later.' })
})

test('settings from before there were calls get what suits most people', () => {
  const { ringDevice, ringVolume, quietHours, keepsRunning, ...before } = DEFAULT_SETTINGS
  expect({ ringDevice, ringVolume, quietHours, keepsRunning }).toEqual({
    ...{ ringDevice: null, ringVolume: 1, quietHours: null, keepsRunning: null },
  })
  expect(settingsSchema.parse(before)).toEqual(DEFAULT_SETTINGS)
})

test.each([
  { ringVolume: 2.1 },
  { ringVolume: -1 },
  { ringDevice: { id: 'a' } },
  { quietHours: { from: '22:00' } },
  { quietHours: { from: '25:00', to: '07:00' } },
  { keepsRunning: 'yes' },
])('the change %j is refused', (patch) => {
  expect(settingsPatchSchema.safeParse(patch).success).toBe(false)
})
