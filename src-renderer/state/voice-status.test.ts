import { expect, test } from 'vitest'
import { DEFAULT_SETTINGS } from '#shared/ipc/settings.ts'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import { ANNA, GENERAL, own } from '../../tests/support/render/fixtures.ts'
import { initialState, type AppState } from './app-state.ts'
import { SILENT, type VoiceOfApp } from './voice.ts'
import { selectVoiceStatus } from './voice-status.ts'

const stay = voiceStayIdSchema.parse('9c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a01')

const inVoice = (more: Partial<VoiceOfApp> = {}): AppState => ({
  ...initialState,
  me: own(ANNA),
  voice: {
    ...SILENT,
    link: { phase: 'in', roomId: GENERAL, stay, since: 1_000 },
    microphone: 'open',
    ...more,
  },
})

const withKey = (state: AppState): AppState => ({
  ...state,
  settings: {
    ...DEFAULT_SETTINGS,
    voice: { ...DEFAULT_SETTINGS.voice, activation: 'push-to-talk' },
  },
})

const silenced = {
  rooms: new Map([
    [
      GENERAL,
      [
        {
          id: ANNA.id,
          name: ANNA.name,
          isMuted: false,
          isDeafened: false,
          isSilenced: true,
          isRecording: false,
          isCameraOn: false,
          isSharing: false,
          joinedAt: 1_000,
        },
      ],
    ],
  ]),
}

test.each([
  ['not in voice', initialState, 'out'],
  ['all is well', inVoice(), 'connected'],
  ['the connection is made', inVoice({ link: { phase: 'joining', roomId: GENERAL } }), 'joining'],
  ['it broke off', inVoice({ link: { phase: 'rejoining', roomId: GENERAL } }), 'rejoining'],
  ['the browser asks', inVoice({ microphone: 'asking' }), 'asking-microphone'],
  ['muted', inVoice({ isMuted: true }), 'muted'],
  ['deafened is more than muted', inVoice({ isMuted: true, isDeafened: true }), 'deafened'],
  ['a moderator is stronger', inVoice({ ...silenced, isMuted: true }), 'silenced'],
  ['no microphone', inVoice({ microphone: 'refused', isMuted: true }), 'listening-only'],
  ['the key is up', withKey(inVoice()), 'waiting-for-key'],
  ['the key is held', withKey(inVoice({ isTalkKeyHeld: true })), 'heard-by-key'],
  ['the key does not unmute', withKey(inVoice({ isTalkKeyHeld: true, isMuted: true })), 'muted'],
] as const)('the status when %s', (_when, state, status) => {
  expect(selectVoiceStatus(state)).toBe(status)
})
