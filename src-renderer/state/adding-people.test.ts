import { expect, test } from 'vitest'
import { groupCallIdOf } from '#shared/domain/group-calls.ts'
import { callIdSchema } from '#shared/domain/ids.ts'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { ProfileWire } from '#shared/protocol/wire.ts'
import { ANNA, JONAS, MIRA, own, WITH_JONAS } from '../../tests/support/render/fixtures.ts'
import { selectCanAdd, selectCanAddPeople, selectPeopleToAdd } from './adding-people.ts'
import { initialState, type AppState } from './app-state.ts'
import { NO_CALL } from './calls.ts'

const callId = callIdSchema.parse('00000000-0000-4000-8000-000000000001')
const GROUP = groupCallIdOf(callId)
const STAY = voiceStayIdSchema.parse('9c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a01')

const end = ({ id, name }: ProfileWire): CallWire['caller'] => ({
  id,
  name,
  device: null,
  isAway: false,
})

const callTo = (callee: ProfileWire, more: Partial<CallWire> = {}): CallWire => ({
  ...{ id: callId, revision: 1, phase: 'connected', roomId: WITH_JONAS, group: null },
  ...{ caller: end(ANNA), callee: end(callee), startedAt: 1, ringsUntil: null },
  ...{ acceptedAt: 2, connectedAt: 3, endedAt: null, reason: null, duration: null },
  ...more,
})

const state = (more: Partial<AppState>, ...others: readonly ProfileWire[]): AppState => ({
  ...initialState,
  me: own(ANNA),
  profiles: new Map([ANNA, JONAS, MIRA, ...others].map((person) => [person.id, person])),
  ...more,
})

const inCall = (more: Partial<AppState['calls']> = {}): Partial<AppState> => ({
  calls: { ...NO_CALL, call: callTo(JONAS), isHere: true, ...more },
})

const inGroup: Partial<AppState> = {
  voice: {
    ...initialState.voice,
    link: { phase: 'in', roomId: GROUP, stay: STAY, since: 1 },
    rooms: new Map([
      [
        GROUP,
        [ANNA, JONAS].map(({ id, name }) => ({
          ...{ id, name, isMuted: false, isDeafened: false, isSilenced: false },
          ...{ isRecording: false, isCameraOn: false, isSharing: false, joinedAt: 1 },
        })),
      ],
    ]),
  },
}

const names = (shown: AppState): readonly string[] =>
  selectPeopleToAdd(shown).map(({ name }) => name)

const someone = (number: number, name: string, more: Partial<ProfileWire> = {}): ProfileWire => ({
  ...MIRA,
  id: `4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8b0${number}` as ProfileWire['id'],
  name,
  ...more,
})

test('people are added to a connected call of this device, and to a group call', () => {
  expect(selectCanAddPeople(state({}))).toBe(false)
  expect(selectCanAddPeople(state(inCall()))).toBe(true)
  expect(selectCanAddPeople(state(inCall({ call: callTo(JONAS, { phase: 'ringing' }) })))).toBe(
    false,
  )
  expect(selectCanAddPeople(state(inCall({ call: callTo(JONAS, { phase: 'connecting' }) })))).toBe(
    false,
  )
  expect(selectCanAddPeople(state(inCall({ isHere: false })))).toBe(false)
  expect(selectCanAddPeople(state(inGroup))).toBe(true)
  const link = { phase: 'rejoining', roomId: GROUP } as const
  expect(selectCanAddPeople(state({ voice: { ...initialState.voice, link } }))).toBe(false)
})

test('whoever is in the call is not offered, nor whoever is rung for it', () => {
  expect(names(state(inCall()))).toEqual(['Mira'])
  expect(names(state(inGroup))).toEqual(['Mira'])
  const invited = [callTo(MIRA, { phase: 'ringing' })]
  expect(names(state(inCall({ invited })))).toEqual([])
})

test('one person alone is offered in the same way', () => {
  expect(selectCanAdd(state(inCall()), MIRA.id)).toBe(true)
  expect(selectCanAdd(state(inCall()), JONAS.id)).toBe(false)
  expect(selectCanAdd(state({}), MIRA.id)).toBe(false)
})

test('those come first who are the most likely to answer; who is away or blocked is not offered', () => {
  const others = [
    someone(1, 'Zoe'),
    someone(2, 'Dora', { presence: 'dnd' }),
    someone(3, 'Ida', { presence: 'idle' }),
    someone(4, 'Olaf', { presence: 'offline' }),
    someone(5, 'Bert'),
  ]
  const me = { ...own(ANNA), blocked: [MIRA.id] }
  expect(names(state({ ...inCall(), me }, ...others))).toEqual(['Bert', 'Zoe', 'Ida', 'Dora'])
})

test('the list is the same one until something about it changes', () => {
  const shown = state(inCall())
  expect(selectPeopleToAdd(shown)).toBe(selectPeopleToAdd({ ...shown, now: 5 }))
})
