import { describe, expect, test } from 'vitest'
import { directIdOf } from './direct.ts'
import { groupCallIdOf } from './group-calls.ts'
import {
  durationOf,
  entryOf,
  groupOfAnswered,
  occupiedBy,
  parseCall,
  wasAnswered,
  wordsForCall,
  type Call,
  type CallEnd,
  type CallEvent,
  type ConnectedCall,
  type ConnectingCall,
  type EndedCall,
  type RingingCall,
} from './call.ts'
import { endCall, stepCall } from './call-machine.ts'
import type { CallId, ClientId, PersonId, SessionId } from './ids.ts'
import type { PersonName } from './names.ts'

const personOf = (digit: string, name: string) => ({
  id: `${digit.repeat(8)}-0000-4000-8000-000000000000` as PersonId,
  name: name as PersonName,
})
const [anna, ben, zoe] = [personOf('1', 'Anna'), personOf('2', 'Ben'), personOf('3', 'Zoe')]

const deviceOf = (id: string, more: Partial<CallEnd> = {}): CallEnd => ({
  device: id as SessionId,
  tellsMedia: true,
  joinsGroups: true,
  awaySince: null,
  ...more,
})

const times = { ringMs: 45_000, connectMs: 30_000, graceMs: 20_000 }
const NOW = 100_000

const ringing: RingingCall = {
  id: '00000000-0000-4000-8000-000000000001' as CallId,
  revision: 3,
  roomId: directIdOf(anna.id, ben.id),
  caller: anna,
  callee: ben,
  startedAt: 60_000,
  entryKey: '00000000-0000-4000-8000-000000000002' as ClientId,
  group: null,
  phase: 'ringing',
  callerEnd: deviceOf('a1'),
  ringsUntil: 105_000,
}
const { ringsUntil: _, ...answered } = ringing
const connecting: ConnectingCall = {
  ...answered,
  phase: 'connecting',
  calleeEnd: deviceOf('b1'),
  acceptedAt: 80_000,
  connectsUntil: 110_000,
}
const { connectsUntil: __, ...flowing } = connecting
const connected: ConnectedCall = { ...flowing, phase: 'connected', connectedAt: 81_000 }
const ended: EndedCall = endCall(connected, 'hung-up', 90_000)

const group = { id: groupCallIdOf(ringing.id), people: [] }

const phases = { ringing, connecting, connected, ended }

/** What an event leads to: a phase, a reason, or a refusal. */
function outcomeOf(call: Call, event: CallEvent): string {
  const stepped = stepCall(call, event, times)
  if (!stepped.ok) return `refused: ${stepped.error}`
  return stepped.value.phase === 'ended' ? stepped.value.reason : stepped.value.phase
}

const by = (
  type: 'decline' | 'hang-up' | 'give-up' | 'person-removed',
  person = ben,
): CallEvent => ({
  type,
  by: person.id,
  at: NOW,
})
const from = (
  type: 'media-up' | 'media-lost' | 'device-away' | 'device-back',
  device: string,
): CallEvent => ({ type, device: device as SessionId, at: NOW })
const withEnd = (
  type: 'request' | 'accept' | 'resume',
  person: typeof anna,
  end: CallEnd,
): CallEvent => ({ type, by: person.id, end, at: NOW })

const plain = { tellsMedia: false }
const plainly = { callerEnd: deviceOf('a1', plain), calleeEnd: deviceOf('b1', plain) }

describe('every event in every phase', () => {
  const table: readonly (readonly [
    string,
    CallEvent,
    { readonly [Phase in 'ringing' | 'connecting' | 'connected']: string },
  ])[] = [
    [
      'the callee calls the caller',
      withEnd('request', ben, deviceOf('b1')),
      {
        ringing: 'connecting',
        connecting: 'refused: not-ringing',
        connected: 'refused: not-ringing',
      },
    ],
    [
      'the caller calls again',
      withEnd('request', anna, deviceOf('a1')),
      {
        ringing: 'refused: no-change',
        connecting: 'refused: not-ringing',
        connected: 'refused: not-ringing',
      },
    ],
    [
      'the callee accepts',
      withEnd('accept', ben, deviceOf('b1')),
      {
        ringing: 'connecting',
        connecting: 'refused: not-ringing',
        connected: 'refused: not-ringing',
      },
    ],
    [
      'the caller accepts',
      withEnd('accept', anna, deviceOf('a1')),
      {
        ringing: 'refused: own-call',
        connecting: 'refused: not-ringing',
        connected: 'refused: not-ringing',
      },
    ],
    [
      'the callee declines',
      by('decline'),
      {
        ringing: 'declined',
        connecting: 'refused: not-ringing',
        connected: 'refused: not-ringing',
      },
    ],
    [
      'the caller declines',
      by('decline', anna),
      {
        ringing: 'refused: own-call',
        connecting: 'refused: not-ringing',
        connected: 'refused: not-ringing',
      },
    ],
    [
      'the caller hangs up',
      by('hang-up', anna),
      { ringing: 'cancelled', connecting: 'hung-up', connected: 'hung-up' },
    ],
    [
      'the callee hangs up',
      by('hang-up'),
      { ringing: 'declined', connecting: 'hung-up', connected: 'hung-up' },
    ],
    [
      'the caller has waited long enough',
      by('give-up', anna),
      { ringing: 'missed', connecting: 'refused: not-ringing', connected: 'refused: not-ringing' },
    ],
    [
      'the callee gives up',
      by('give-up'),
      {
        ringing: 'refused: not-ringing',
        connecting: 'refused: not-ringing',
        connected: 'refused: not-ringing',
      },
    ],
    [
      'the caller is thrown out',
      by('person-removed', anna),
      { ringing: 'cancelled', connecting: 'hung-up', connected: 'hung-up' },
    ],
    [
      'the callee is thrown out',
      by('person-removed'),
      { ringing: 'unreachable', connecting: 'hung-up', connected: 'hung-up' },
    ],
    [
      'media flows',
      from('media-up', 'a1'),
      {
        ringing: 'refused: not-answered',
        connecting: 'connected',
        connected: 'refused: no-change',
      },
    ],
    [
      'media is lost',
      from('media-lost', 'a1'),
      { ringing: 'refused: not-answered', connecting: 'failed', connected: 'failed' },
    ],
    [
      'an answer went through',
      { type: 'negotiated', at: NOW },
      {
        ringing: 'refused: not-answered',
        connecting: 'refused: no-change',
        connected: 'refused: no-change',
      },
    ],
    [
      'the caller comes with another device',
      withEnd('resume', anna, deviceOf('a2')),
      { ringing: 'ringing', connecting: 'connecting', connected: 'connected' },
    ],
    [
      'the callee comes with another device',
      withEnd('resume', ben, deviceOf('b2')),
      { ringing: 'refused: not-answered', connecting: 'connecting', connected: 'connected' },
    ],
    [
      'the caller comes with the same device',
      withEnd('resume', anna, deviceOf('a1')),
      {
        ringing: 'refused: no-change',
        connecting: 'refused: no-change',
        connected: 'refused: no-change',
      },
    ],
    [
      "the caller's device goes",
      from('device-away', 'a1'),
      { ringing: 'ringing', connecting: 'connecting', connected: 'connected' },
    ],
    [
      "the callee's device goes",
      from('device-away', 'b1'),
      { ringing: 'refused: other-device', connecting: 'connecting', connected: 'connected' },
    ],
    [
      'a device is back that was not away',
      from('device-back', 'a1'),
      {
        ringing: 'refused: no-change',
        connecting: 'refused: no-change',
        connected: 'refused: no-change',
      },
    ],
    [
      'somebody else has come',
      { type: 'become-group', at: NOW },
      {
        ringing: 'refused: not-answered',
        connecting: 'refused: not-answered',
        connected: 'connected',
      },
    ],
    [
      'time passes',
      { type: 'time', at: NOW },
      {
        ringing: 'refused: no-change',
        connecting: 'refused: no-change',
        connected: 'refused: no-change',
      },
    ],
    [
      'much time passes',
      { type: 'time', at: 999_000 },
      { ringing: 'missed', connecting: 'failed', connected: 'refused: no-change' },
    ],
    [
      'somebody else hangs up',
      by('hang-up', zoe),
      {
        ringing: 'refused: stranger',
        connecting: 'refused: stranger',
        connected: 'refused: stranger',
      },
    ],
    [
      'another device says that media is lost',
      from('media-lost', 'b9'),
      {
        ringing: 'refused: other-device',
        connecting: 'refused: other-device',
        connected: 'refused: other-device',
      },
    ],
  ]

  test.each(table)('%s', (_what, event, outcomes) => {
    for (const [phase, outcome] of Object.entries(outcomes)) {
      const call = phases[phase as keyof typeof phases]
      expect([phase, outcomeOf(call, event)]).toEqual([phase, outcome])
    }
    expect(outcomeOf(ended, event)).toBe('refused: over')
  })

  test('each that changes something makes another revision, and none changes who it is about', () => {
    for (const [, event] of table) {
      for (const call of Object.values(phases)) {
        const stepped = stepCall(call, event, times)
        if (!stepped.ok) continue
        expect(stepped.value.revision).toBe(call.revision + 1)
        expect(stepped.value).toMatchObject({
          ...{ id: call.id, roomId: call.roomId, caller: anna, callee: ben },
          ...{ startedAt: call.startedAt, entryKey: call.entryKey },
        })
      }
    }
  })
})

describe('time', () => {
  const at = (call: Call, time: number) => outcomeOf(call, { type: 'time', at: time })

  test('a ring ends in the very moment in which it is to end', () => {
    expect(at(ringing, ringing.ringsUntil - 1)).toBe('refused: no-change')
    expect(at(ringing, ringing.ringsUntil)).toBe('missed')
  })

  test('a call whose media does not flow in time has failed', () => {
    expect(at(connecting, connecting.connectsUntil - 1)).toBe('refused: no-change')
    expect(at(connecting, connecting.connectsUntil)).toBe('failed')
  })

  test('a device may be away for a while, and no longer', () => {
    const awayCaller = { callerEnd: deviceOf('a1', { awaySince: 70_000 }) }
    const awayCallee = { calleeEnd: deviceOf('b1', { awaySince: 70_000 }) }
    for (const [call, reason] of [
      [{ ...ringing, ...awayCaller }, 'cancelled'],
      [{ ...connecting, ...awayCaller }, 'failed'],
      [{ ...connecting, ...awayCallee }, 'failed'],
      [{ ...connected, ...awayCaller }, 'failed'],
      [{ ...connected, ...awayCallee }, 'failed'],
    ] as const) {
      expect(at(call, 89_999)).toBe('refused: no-change')
      expect(at(call, 90_000)).toBe(reason)
    }
  })

  test('a device that came back has all the time again', () => {
    const away = stepCall(connected, from('device-away', 'a1'), times)
    const back = stepCall(away.ok ? away.value : ended, from('device-back', 'a1'), times)
    expect(at(back.ok ? back.value : ended, 999_000)).toBe('refused: no-change')
  })
})

describe('plain clients', () => {
  const negotiated = { type: 'negotiated', at: NOW } as const

  test('are connected once an answer has gone through', () => {
    expect(outcomeOf({ ...connecting, ...plainly }, negotiated)).toBe('connected')
  })

  test('wait for the other one, who will say when media flows', () => {
    expect(outcomeOf({ ...connecting, calleeEnd: plainly.calleeEnd }, negotiated)).toBe(
      'refused: no-change',
    )
    expect(outcomeOf({ ...connecting, callerEnd: plainly.callerEnd }, negotiated)).toBe(
      'refused: no-change',
    )
  })
})

describe('calls that lead into a group call', () => {
  const inviting = { ...ringing, group }
  const answered = { ...connecting, group }
  const inGroup = { ...connected, group }

  test('a call of two becomes one once', () => {
    const grown = stepCall(connected, { type: 'become-group', at: NOW }, times)
    expect(grown).toEqual({ ok: true, value: { ...inGroup, revision: connected.revision + 1 } })
    expect(outcomeOf(inGroup, { type: 'become-group', at: NOW })).toBe('refused: no-change')
  })

  test('they occupy whoever is rung, and nobody once they are answered', () => {
    expect(occupiedBy(ringing)).toEqual([anna.id, ben.id])
    expect(occupiedBy(connected)).toEqual([anna.id, ben.id])
    expect(occupiedBy(inviting)).toEqual([ben.id])
    expect(occupiedBy(answered)).toEqual([])
    expect(occupiedBy(inGroup)).toEqual([])
  })

  test('once they are answered their people are to be found in the group', () => {
    expect(groupOfAnswered(inviting)).toBeNull()
    expect(groupOfAnswered(answered)).toEqual(group)
    expect(groupOfAnswered(inGroup)).toEqual(group)
    expect(groupOfAnswered(endCall(inGroup, 'hung-up', NOW))).toBeNull()
  })

  test('those that were over before somebody answered let nobody in', () => {
    expect(wasAnswered(endCall(inviting, 'declined', NOW))).toBe(false)
    expect(wasAnswered(endCall(inGroup, 'hung-up', NOW))).toBe(true)
  })

  test('what a former version wrote down leads into none', () => {
    const { group: _, ...former } = connected
    expect(parseCall(JSON.stringify(former))).toEqual(connected)
    expect(parseCall(JSON.stringify(inGroup))).toEqual(inGroup)
  })
})

describe('what is left of a call', () => {
  test('how long it lasted is counted from when media flowed', () => {
    expect(durationOf(endCall(connected, 'hung-up', 81_000 + 192_400))).toBe(192)
    expect(durationOf(endCall(connecting, 'failed', NOW))).toBe(0)
    expect(durationOf(endCall(connected, 'hung-up', 1))).toBe(0)
  })

  test.each([
    [endCall(ringing, 'missed', NOW), 'Missed call', true],
    [endCall(ringing, 'cancelled', NOW), 'Missed call', true],
    [endCall(ringing, 'busy', NOW), 'Missed call', true],
    [endCall(ringing, 'unreachable', NOW), 'Missed call', true],
    [endCall(ringing, 'declined', NOW), 'Declined call', false],
    [endCall(connecting, 'hung-up', NOW), 'Call', false],
    [endCall(connecting, 'failed', NOW), 'Call without a connection', false],
    [endCall(connected, 'hung-up', 81_000 + 9_000), 'Call, 9 s', false],
    [endCall(connected, 'hung-up', 81_000 + 192_000), 'Call, 3 min 12 s', false],
    [endCall(connected, 'hung-up', 81_000 + 3_600_000), 'Call, 1 h 0 min 0 s', false],
    [endCall(connected, 'failed', 81_000 + 60_000), 'Call, 1 min 0 s, connection lost', false],
  ])('%# is told in words', (call, words, missed) => {
    expect(wordsForCall(entryOf(call))).toBe(words)
    expect(entryOf(call)).toMatchObject({ id: call.id, reason: call.reason, isMissed: missed })
  })
})
