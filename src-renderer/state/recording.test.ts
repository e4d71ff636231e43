import { describe, expect, test } from 'vitest'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import { ANNA, GENERAL, JONAS, MIRA } from '../../tests/support/render/fixtures.ts'
import {
  isUnsaved,
  NOT_RECORDING,
  recordingAfter,
  recordingChange,
  recordingWords,
  type Recording,
} from './recording.ts'
import { SILENT, type VoiceLink, type VoiceOfApp } from './voice.ts'

const [stay, otherStay] = [1, 2].map((number) =>
  voiceStayIdSchema.parse(`9c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a0${number}`),
)
const link = (of = stay): VoiceLink => ({
  ...{ phase: 'in', roomId: GENERAL, since: 1_000 },
  stay: of as NonNullable<typeof stay>,
})

const person = ({ id, name }: typeof ANNA, isRecording: boolean): VoicePersonWire => ({
  ...{
    id,
    name,
    isMuted: false,
    isDeafened: false,
    isSilenced: false,
    isRecording,
    isCameraOn: false,
    isSharing: false,
  },
  joinedAt: 1_000,
})

const voice = (isRecording: boolean, more: Partial<VoiceOfApp> = {}): VoiceOfApp => ({
  ...SILENT,
  link: link(),
  rooms: new Map([[GENERAL, [person(ANNA, isRecording), person(JONAS, true)]]]),
  ...more,
})

const about = {
  stay: stay as NonNullable<typeof stay>,
  into: 'one-file',
  room: 'General',
  me: { id: ANNA.id, name: 'Anna' },
} as const
const asking = (isGranted: boolean): Recording => ({ phase: 'asking', isGranted, ...about })
const running: Recording = { phase: 'running', since: 5_000, ...about }
const after = (recording: Recording, now: VoiceOfApp) =>
  recordingAfter(recording, { voice: now, now: 5_000 })

describe('the own recording', () => {
  test('begins when the server said yes and has told everybody, and not before', () => {
    expect(after(asking(false), voice(false))).toEqual(asking(false))
    expect(after(asking(false), voice(true))).toEqual(asking(false))
    expect(after(asking(true), voice(false))).toEqual(asking(true))
    expect(after(asking(true), voice(true))).toEqual(running)
  })
  test('is saved when the server no longer names it', () => {
    expect(after(running, voice(true))).toBe(running)
    expect(after(running, voice(false))).toEqual({ phase: 'saving' })
  })
  test.each([
    ['out', { phase: 'out', because: null }],
    ['coming back', { phase: 'rejoining', roomId: GENERAL }],
    ['on the way elsewhere', { phase: 'joining', roomId: GENERAL }],
    ['in another stay', link(otherStay)],
  ] as const)('ends with the stay: %s', (_where, next) => {
    expect(after(running, voice(true, { link: next }))).toEqual({ phase: 'saving' })
    expect(after(asking(true), voice(true, { link: next }))).toEqual(NOT_RECORDING)
  })
  test('does not begin by itself', () => {
    expect(after(NOT_RECORDING, voice(true))).toBe(NOT_RECORDING)
    expect(after({ phase: 'saving' }, voice(true))).toEqual({ phase: 'saving' })
  })
  test('is lost with the page until it is saved', () => {
    const phases = [NOT_RECORDING, asking(true), running, { phase: 'saving' }] as const
    expect(phases.map(isUnsaved)).toEqual([false, false, true, true])
  })
})

describe('a change', () => {
  const change = (before: VoiceOfApp, now: VoiceOfApp) => {
    const { began, ended } = recordingChange(before, now)
    return [began.map(({ name }) => name), ended.map(({ name }) => name)]
  }
  test('is who begins and who ends', () => {
    expect(change(voice(false), voice(true))).toEqual([['Anna'], []])
    expect(change(voice(true), voice(false))).toEqual([[], ['Anna']])
    expect(change(voice(true), voice(true))).toEqual([[], []])
  })
  test('is everybody who records for whoever steps in', () => {
    const out: VoiceLink = { phase: 'out', because: null }
    expect(change(voice(true, { link: out }), voice(true))).toEqual([['Anna', 'Jonas'], []])
    expect(change(voice(true, { link: link(otherStay) }), voice(false))).toEqual([['Jonas'], []])
    expect(change(voice(true), voice(true, { link: out }))).toEqual([[], []])
  })
})

test('the words name everybody who records, oneself as "You"', () => {
  const words = (...who: readonly (readonly [typeof ANNA, boolean])[]) =>
    recordingWords(
      who.map(([one, is]) => person(one, is)),
      ANNA.id,
    )
  expect(words([ANNA, false], [JONAS, false])).toBeNull()
  expect(words([ANNA, true])).toBe('You record')
  expect(words([ANNA, false], [JONAS, true])).toBe('Jonas records')
  expect(words([ANNA, true], [JONAS, true])).toBe('You and Jonas record')
  expect(words([ANNA, true], [JONAS, true], [MIRA, true])).toBe('You, Jonas and Mira record')
})
