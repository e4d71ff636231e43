import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GROUP_CAMERAS, GROUP_SCREENS } from '#shared/domain/group-calls.ts'
import { personIdSchema, roomIdSchema, type PersonId, type RoomId } from '#shared/domain/ids.ts'
import { VOICE_LANES, voiceStayIdSchema, type VoiceStayId } from '#shared/domain/voice.ts'
import { SDP_MAX_LENGTH } from '#shared/protocol/limits.ts'
import { openVoiceEngine, type OpenVoiceEngine } from '../../src-server/voice/open-voice-engine.ts'
import { until } from '../support/redis-conversation.ts'
import { connectVoice, endVoiceClients, type VoiceClient } from '../support/voice-client.ts'

const workerUrl = new URL('../../src-server/voice/worker.ts', import.meta.url)

interface Guest {
  readonly stay: VoiceStayId
  readonly personId: PersonId
  readonly client: VoiceClient
}

let engine: OpenVoiceEngine

const newRoom = (): RoomId => roomIdSchema.parse(randomUUID())

async function takeSeat(roomId = newRoom(), hasPictures = true) {
  const stay = voiceStayIdSchema.parse(randomUUID())
  const personId = personIdSchema.parse(randomUUID())
  const offer = await engine.open({ stay, roomId, personId, hasPictures })
  if (!offer.ok) throw new Error(offer.error)
  return { stay, personId, offer: offer.value }
}

/** The library's two ends race while they connect, see decision 0020; whoever fails comes again. */
async function enter(roomId: RoomId): Promise<Guest> {
  const { stay, personId, offer } = await takeSeat(roomId)
  const client = await connectVoice({ offer })
  expect(await engine.answer(stay, client.answer)).toBe(true)
  if (!(await client.connected())) {
    engine.close(stay)
    client.close()
    return enter(roomId)
  }
  return { stay, personId, client }
}

/** RTCP that asks for something: the kind, the format, and of which source. */
const requests = ({ client }: Guest, kind: 'pli' | 'nack', lane: 'camera' | 'screen') => {
  const start = kind === 'pli' ? '81ce' : '81cd'
  const source = client.sources[lane].toString(16).padStart(8, '0')
  return client.asked.filter(({ packet }) => packet.startsWith(start) && packet.includes(source))
}

/** Of a whole picture (RFC 4585, section 6.3.1). */
function wishFor(ssrc: number): Buffer {
  const bytes = Buffer.from('81ce00020000000100000000', 'hex')
  bytes.writeUInt32BE(ssrc, 8)
  return bytes
}

const wordsOn = ({ client }: Guest, lane: string): string[] =>
  client.seen.filter((packet) => packet.lane === lane).map(({ word }) => word)

const numbersOn = ({ client }: Guest, lane: string): number[] =>
  client.seen.filter((packet) => packet.lane === lane).map((packet) => packet.sequenceNumber)

beforeEach(async () => {
  const options = { workerUrl, port: 0, bindAddress: '127.0.0.1', publicAddresses: [] }
  const opened = await openVoiceEngine(options)
  if (!opened.ok) throw new Error(opened.error)
  engine = opened.value
})
afterEach(() => engine.end())
afterAll(endVoiceClients)

describe('offers', () => {
  const midsIn = (sdp: string): string[] =>
    [...sdp.matchAll(/^a=mid:(.+)\r$/gm)].map(([, mid]) => mid ?? '')
  const lanes = Array.from({ length: VOICE_LANES }, (_, at) => `lane${at}`)

  test('have lanes for pictures where there are any, and elsewhere nothing of it', async () => {
    const { offer } = await takeSeat()
    const upTo = (name: string, count: number) =>
      Array.from({ length: count }, (_, at) => `${name}${at}`)
    const pictures = [...upTo('camera', GROUP_CAMERAS), ...upTo('screen', GROUP_SCREENS)]
    expect(midsIn(offer)).toEqual(['up', ...lanes, 'upcamera', 'upscreen', ...pictures, '0'])
    const [camera] = /m=video[^]*?(?=m=)/.exec(offer) ?? []
    const feedbacks = [...(camera ?? '').matchAll(/^a=rtcp-fb:(.+)\r$/gm)].map(([, kind]) => kind)
    expect(new Set(feedbacks)).toEqual(new Set(['96 goog-remb', '96 nack', '96 nack pli']))
    expect(camera).toContain(
      'a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n',
    )
    expect(offer.length).toBeLessThan(SDP_MAX_LENGTH / 3)

    const plain = await takeSeat(newRoom(), false)
    expect(midsIn(plain.offer)).toEqual(['up', ...lanes, '0'])
    expect(plain.offer).not.toMatch(/video|VP8|abs-send-time/)
  })

  test('a seat without pictures shows none', async () => {
    const { stay } = await takeSeat(newRoom(), false)
    expect(await engine.show(stay, 'camera', true)).toBe(false)
    const stranger = voiceStayIdSchema.parse(randomUUID())
    expect(await engine.show(stranger, 'camera', true)).toBe(false)
    await engine.end()
    expect(await engine.show(stay, 'camera', true)).toBe(false)
  })
})

test('answers whose pictures do not fit are refused, and the right one is taken all the same', async () => {
  const { stay, offer } = await takeSeat()
  const { answer } = await connectVoice({ offer })
  expect(answer.length).toBeLessThan(SDP_MAX_LENGTH / 3)
  const plain = await connectVoice({ offer: (await takeSeat(newRoom(), false)).offer })
  const inCamera = (change: (section: string) => string): string =>
    answer.replace(/m=video[^]*?(?=m=)/, change)
  const bad: Record<string, string> = {
    'sound alone': plain.answer,
    'a refused camera': inCamera((section) => section.replace(/m=video \d+/, 'm=video 0')),
    'a refused last lane': answer.replace(/m=video \d+(?=(?:(?!m=video)[^])*$)/, 'm=video 0'),
    'another codec': inCamera((section) => section.replace('VP8/90000', 'H264/90000')),
    'another payload type': inCamera((section) =>
      section.replace('SAVPF 96', 'SAVPF 97').replaceAll(':96', ':97'),
    ),
    'another direction': inCamera((section) => section.replace('a=sendonly', 'a=inactive')),
    'no source': inCamera((section) => section.replaceAll(/a=ssrc.*\r\n/g, '')),
    'one source for two': answer.replaceAll(/^a=ssrc:\d+ /gm, 'a=ssrc:77 '),
    ...Object.fromEntries(
      [...offer.matchAll(/^a=ssrc:(\d+) /gm)].map(([, ssrc]) => [
        `a source of the server, ${ssrc}`,
        inCamera((section) => section.replaceAll(/a=ssrc:\d+/g, `a=ssrc:${ssrc}`)),
      ]),
    ),
    'one section less': inCamera(() => ''),
  }
  expect(Object.keys(bad).length).toBeGreaterThan(26)
  for (const [what, sdp] of Object.entries(bad)) {
    expect(sdp, what).not.toBe(answer)
    expect(await engine.answer(stay, sdp), what).toBe(false)
  }
  expect(await engine.answer(stay, answer)).toBe(true)
})

describe('pictures', () => {
  test('go to the others while they are shown, beside the sound', async () => {
    const room = newRoom()
    const [ada, ben] = [await enter(room), await enter(room)]
    expect(await engine.show(ada.stay, 'camera', true)).toBe(true)
    expect(await engine.show(ada.stay, 'screen', true)).toBe(true)
    await ben.client.until(() => ben.client.pictures?.screens[0] === ada.personId)
    expect(ben.client.pictures?.cameras).toEqual([ada.personId, ...Array(7).fill(null)])
    await ada.client.until(() => requests(ada, 'pli', 'screen').length > 0)
    expect(requests(ada, 'pli', 'camera').length).toBeGreaterThan(0)

    ada.client.sendPicture({ lane: 'camera', word: 'Face1', sequenceNumber: 500 })
    ada.client.sendPicture({ lane: 'screen', word: 'Desk1', sequenceNumber: 900 })
    ada.client.sendPicture({ lane: 'camera', word: 'face2', sequenceNumber: 501 })
    ada.client.sendRtp({ payload: 'and what she says to it' })
    await ben.client.until(() => ben.client.seen.length === 3 && ben.client.received.length === 1)
    expect(wordsOn(ben, 'camera0')).toEqual(['Face1', 'face2'])
    expect(wordsOn(ben, 'screen0')).toEqual(['Desk1'])
    expect(numbersOn(ben, 'camera0')).toEqual([1, 2])
    expect(ada.client.seen).toEqual([])

    await engine.show(ada.stay, 'camera', false)
    ada.client.sendPicture({ lane: 'camera', word: 'Gone3', sequenceNumber: 502 })
    ada.client.sendPicture({ lane: 'screen', word: 'Desk2', sequenceNumber: 901 })
    await ben.client.until(() => wordsOn(ben, 'screen0').length === 2)
    expect(wordsOn(ben, 'camera0')).toHaveLength(2)
  })

  test('of whoever is silent or deaf go on, in both directions', async () => {
    const room = newRoom()
    const [ada, ben] = [await enter(room), await enter(room)]
    engine.silence(ada.stay, true)
    engine.deafen(ben.stay, true)
    await engine.show(ada.stay, 'camera', true)
    ada.client.sendPicture({ lane: 'camera', word: 'Face1', sequenceNumber: 1 })
    await ben.client.until(() => ben.client.seen.length === 1)
  })

  test('what is lost on the way up is asked for, and a wish for a whole picture reaches its sender', async () => {
    const room = newRoom()
    const [ada, ben] = [await enter(room), await enter(room)]
    await engine.show(ada.stay, 'camera', true)
    ada.client.sendPicture({ lane: 'camera', word: 'Face1', sequenceNumber: 10 })
    ada.client.sendPicture({ lane: 'camera', word: 'face3', sequenceNumber: 12 })
    await ada.client.until(() => requests(ada, 'nack', 'camera').length > 0)
    expect(requests(ada, 'nack', 'camera')[0]?.packet.slice(24)).toBe('000b0000')
    ada.client.sendPicture({ lane: 'camera', word: 'face2', sequenceNumber: 11 })
    await ben.client.until(() => ben.client.seen.length === 3)
    expect(wordsOn(ben, 'camera0')).toEqual(['Face1', 'face3', 'face2'])

    const ssrc = ben.client.seen[0]?.ssrc ?? 0
    const before = requests(ada, 'pli', 'camera').length
    ben.client.sendRaw(wishFor(ssrc))
    await ada.client.until(() => requests(ada, 'pli', 'camera').length > before)
  })

  test('senders are told every second how much they may send', async () => {
    const room = newRoom()
    const ada = await enter(room)
    await engine.show(ada.stay, 'camera', true)
    // REMB of 1.2 Mb/s, behind a report.
    const isTold = () => ada.client.asked.some(({ packet }) => /52454d42010e49f0/.test(packet))
    await ada.client.until(isTold)
  })

  test('what is none goes nowhere', async () => {
    const room = newRoom()
    const [ada, ben] = [await enter(room), await enter(room)]
    await engine.show(ada.stay, 'camera', true)
    const source = ada.client.sources.camera.toString(16).padStart(8, '0')
    for (const bytes of [
      `8060000100000001${source}`,
      `9060000200000001${source}bedeffff`,
      `8060000300000001${source}90ffffff`,
      `806f000400000001${source}7801`,
      `81ce0009${source}${source}`,
      `80c8ffff${source}`,
      `8fce0001${source}`,
    ]) {
      ada.client.sendRaw(Buffer.from(bytes, 'hex'), 'camera')
    }
    ada.client.sendPicture({ lane: 'camera', word: 'Face1', sequenceNumber: 5 })
    await ben.client.until(() => wordsOn(ben, 'camera0').includes('Face1'))
    // An empty one has a number, as where a sender fills up what it has room for.
    expect(ben.client.seen.filter(({ word }) => word === 'Face1')).toHaveLength(1)
    expect(ben.client.seen).toHaveLength(1)
  })

  test('the ninth camera is refused, and whoever goes leaves room', async () => {
    const room = newRoom()
    const seats = []
    while (seats.length <= GROUP_CAMERAS) seats.push(await takeSeat(room))
    const shown = []
    for (const { stay } of seats) shown.push(await engine.show(stay, 'camera', true))
    expect(shown).toEqual([...Array(GROUP_CAMERAS).fill(true), false])
    const [first, last] = [seats[0], seats.at(-1)]
    if (!first || !last) throw new Error('There are nine')
    engine.close(first.stay)
    expect(await engine.show(last.stay, 'camera', true)).toBe(true)
  })

  test('somebody who vanishes is no more seen', async () => {
    const room = newRoom()
    const [ada, ben] = [await enter(room), await enter(room)]
    await engine.show(ben.stay, 'camera', true)
    await ada.client.until(() => ada.client.pictures?.cameras[0] === ben.personId)
    ben.client.close()
    await until(() => ada.client.pictures?.cameras[0] === null, 20_000)
  })
})
