import { describe, expect, test } from 'vitest'
import { groupCallIdOf } from '#shared/domain/group-calls.ts'
import type { CallId } from '#shared/domain/ids.ts'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import { ANNA, GENERAL, JONAS, MUSIC } from '../../tests/support/render/fixtures.ts'
import { SILENT, type VoiceLink, type VoiceOfApp } from './voice.ts'
import { voiceNews } from './voice-news.ts'

const stay = voiceStayIdSchema.parse('9c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a01')
const IN: VoiceLink = { phase: 'in', roomId: GENERAL, stay, since: 1_000 }

const voice = (more: Partial<VoiceOfApp>): VoiceOfApp => ({ ...SILENT, ...more })

const person = ({ id, name }: typeof ANNA): VoicePersonWire => ({
  id,
  name,
  isMuted: false,
  isDeafened: false,
  isSilenced: false,
  isRecording: false,
  isCameraOn: false,
  isSharing: false,
  joinedAt: 1_000,
})

const news = (before: VoiceOfApp, after: VoiceOfApp) =>
  voiceNews(before, after, {
    me: ANNA.id,
    roomName: (id) => (id === GENERAL ? 'General' : 'Music'),
  })

const linkNews = (before: VoiceLink, after: VoiceLink) =>
  news(voice({ link: before }), voice({ link: after }))

describe('coming and going', () => {
  test('joining is told when it happened, not when it was asked for', () => {
    expect(linkNews(SILENT.link, { phase: 'joining', roomId: GENERAL })).toEqual([])
    expect(linkNews({ phase: 'joining', roomId: GENERAL }, IN)).toEqual([
      'Joined voice in General.',
    ])
  })
  test('moving names the other room', () => {
    expect(linkNews(IN, { ...IN, roomId: MUSIC })).toEqual(['Joined voice in Music.'])
  })
  test('a break and its end are told once each', () => {
    const broken: VoiceLink = { phase: 'rejoining', roomId: GENERAL }
    expect(linkNews(IN, broken)).toEqual(['The voice connection was lost. Trying again.'])
    expect(linkNews(broken, broken)).toEqual([])
    expect(linkNews(broken, IN)).toEqual(['Voice is back.'])
  })
  test('leaving is told here, being taken out by a notice', () => {
    expect(linkNews(IN, { phase: 'out', because: null })).toEqual(['Left voice.'])
    expect(linkNews(IN, { phase: 'out', because: 'removed' })).toEqual([])
  })
})

describe('what one does oneself', () => {
  test('muting and letting go of it', () => {
    expect(news(voice({ link: IN }), voice({ link: IN, isMuted: true }))).toEqual(['Muted.'])
    expect(news(voice({ link: IN, isMuted: true }), voice({ link: IN }))).toEqual(['Unmuted.'])
  })
  test('deafening is one sentence, though it mutes as well', () => {
    const after = voice({ link: IN, isMuted: true, isDeafened: true })
    expect(news(voice({ link: IN }), after)).toEqual(['Deafened.'])
  })
})

describe('recordings', () => {
  const room = (isRecording: boolean) =>
    voice({
      link: IN,
      rooms: new Map([[GENERAL, [person(ANNA), { ...person(JONAS), isRecording }]]]),
    })

  test('are told of when they begin and when they end', () => {
    expect(news(room(false), room(true))).toEqual(['Jonas records.'])
    expect(news(room(true), room(false))).toEqual(['Jonas no longer records.'])
    expect(news(room(true), room(true))).toEqual([])
  })
  test('that run already are told to whoever steps in', () => {
    const outside = voice({ rooms: room(true).rooms })
    expect(news(outside, room(true))).toEqual(['Joined voice in General.', 'Jonas records.'])
  })
  test('in other rooms are not', () => {
    expect(news(voice({}), voice({ rooms: room(true).rooms }))).toEqual([])
  })
})

describe('others', () => {
  const alone = voice({ link: IN, rooms: new Map([[GENERAL, [person(ANNA)]]]) })
  const both = voice({ link: IN, rooms: new Map([[GENERAL, [person(ANNA), person(JONAS)]]]) })

  test('are told of when they come and go in the room one is in', () => {
    expect(news(alone, both)).toEqual(['Jonas joined voice.'])
    expect(news(both, alone)).toEqual(['Jonas left voice.'])
  })
  test('are not listed to somebody who just came in', () => {
    const outside = voice({ rooms: alone.rooms })
    expect(news(outside, both)).toEqual(['Joined voice in General.'])
  })
  test('in other rooms are nobody else’s business', () => {
    const elsewhere = voice({
      ...alone,
      rooms: new Map([...alone.rooms, [MUSIC, [person(JONAS)]]]),
    })
    expect(news(alone, elsewhere)).toEqual([])
  })
})

describe('a group call', () => {
  const CALL = groupCallIdOf('30000000-0000-4000-8000-000000000001' as CallId)
  const inIt = { ...IN, roomId: CALL }

  test('is spoken of as a call, and not as a room', () => {
    const broken: VoiceLink = { phase: 'rejoining', roomId: CALL }
    expect(linkNews({ phase: 'joining', roomId: CALL }, inIt)).toEqual(['You are in the call.'])
    expect(linkNews(inIt, broken)).toEqual(['The connection of the call was lost. Trying again.'])
    expect(linkNews(broken, inIt)).toEqual(['The call is back.'])
    expect(linkNews(inIt, { phase: 'out', because: null })).toEqual(['Left the call.'])
  })
  test('has people who come and go', () => {
    const alone = voice({ link: inIt, rooms: new Map([[CALL, [person(ANNA)]]]) })
    const both = voice({ link: inIt, rooms: new Map([[CALL, [person(ANNA), person(JONAS)]]]) })
    expect(news(alone, both)).toEqual(['Jonas joined the call.'])
    expect(news(both, alone)).toEqual(['Jonas left the call.'])
  })
})
