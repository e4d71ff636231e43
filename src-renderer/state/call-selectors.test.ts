import { expect, test } from 'vitest'
import { groupCallIdOf } from '#shared/domain/group-calls.ts'
import { callIdSchema } from '#shared/domain/ids.ts'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import { JONAS } from '../../tests/support/render/fixtures.ts'
import { initialState, type AppState } from './app-state.ts'
import { selectIsFrozen } from './call-selectors.ts'
import type { CallsOfApp } from './calls.ts'
import type { VoiceLink } from './voice.ts'

const roomId = groupCallIdOf(callIdSchema.parse('00000000-0000-4000-8000-000000000001'))
const stay = voiceStayIdSchema.parse('9c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a01')

const inGroup = (link: VoiceLink): AppState => ({
  ...initialState,
  voice: { ...initialState.voice, link },
})
const inCall = (line: CallsOfApp['line']): AppState => ({
  ...initialState,
  calls: { ...initialState.calls, isHere: true, line },
})

test('pictures of others stand still while nothing comes through, and one’s own do not', () => {
  const theirs = { lane: 'camera', of: JONAS.id } as const
  const mine = { lane: 'camera', of: null } as const
  const away = inGroup({ phase: 'rejoining', roomId })
  expect([selectIsFrozen(away, theirs), selectIsFrozen(away, mine)]).toEqual([true, false])
  expect(selectIsFrozen(inGroup({ phase: 'in', roomId, stay, since: 1 }), theirs)).toBe(false)
  expect(selectIsFrozen(inCall('broken'), theirs)).toBe(true)
  expect(selectIsFrozen(inCall('connected'), theirs)).toBe(false)
  // A line that is built anew, of a call in which something came through.
  const { calls, ...rest } = inCall('connecting')
  const call = { phase: 'connected' } as CallWire
  expect(selectIsFrozen({ ...rest, calls: { ...calls, call } }, theirs)).toBe(true)
})
