import { randomUUID } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { personIdSchema, roomIdSchema, type PersonId, type RoomId } from '#shared/domain/ids.ts'
import { VOICE_LANES, voiceStayIdSchema, type VoiceStayId } from '#shared/domain/voice.ts'
import { laneSsrc } from '../../src-server/voice/mids.ts'
import { openVoiceEngine, type OpenVoiceEngine } from '../../src-server/voice/open-voice-engine.ts'
import { writeReceiverReport } from '../../src-server/voice/rtcp.ts'
import { until } from '../support/redis-conversation.ts'
import { connectVoice, endVoiceClients, type VoiceClient } from '../support/voice-client.ts'

const workerUrl = new URL('../../src-server/voice/worker.ts', import.meta.url)

const newStay = (): VoiceStayId => voiceStayIdSchema.parse(randomUUID())
const newPerson = (): PersonId => personIdSchema.parse(randomUUID())
const newRoom = (): RoomId => roomIdSchema.parse(randomUUID())

interface Guest {
  readonly stay: VoiceStayId
  readonly personId: PersonId
  readonly client: VoiceClient
}

let engine: OpenVoiceEngine

async function openEngine(port = 0, publicAddresses: string[] = []): Promise<OpenVoiceEngine> {
  const opened = await openVoiceEngine({
    workerUrl,
    port,
    bindAddress: '127.0.0.1',
    publicAddresses,
  })
  if (!opened.ok) throw new Error(opened.error)
  return opened.value
}

async function offerFor(stay: VoiceStayId, roomId = newRoom()): Promise<string> {
  const offer = await engine.open({ stay, roomId, personId: newPerson(), hasPictures: false })
  if (!offer.ok) throw new Error(offer.error)
  return offer.value
}

/** The library's two ends race while they connect, see decision 0020; whoever fails comes again. */
async function enter(roomId: RoomId, options: { hasOwnProcess?: boolean } = {}): Promise<Guest> {
  const stay = newStay()
  const personId = newPerson()
  const offer = await engine.open({ stay, roomId, personId, hasPictures: false })
  if (!offer.ok) throw new Error(offer.error)
  const client = await connectVoice({ offer: offer.value, ...options })
  expect(await engine.answer(stay, client.answer)).toBe(true)
  if (!(await client.connected())) {
    engine.close(stay)
    client.close()
    return enter(roomId, options)
  }
  return { stay, personId, client }
}

/** What came from one person, found by the lane that the data channel names. */
function heard({ client }: Guest, from: Guest): string[] {
  const lane = client.lanes.indexOf(from.personId)
  return client.received.filter((packet) => packet.lane === lane).map((packet) => packet.payload)
}

const numbersOn = (client: VoiceClient, lane: number): number[] =>
  client.received.filter((packet) => packet.lane === lane).map((packet) => packet.sequenceNumber)

const upFrom = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => first + index)

/** Long enough not to be taken for the silence between words. */
const words = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name} says something, ${index}`)

/** After this everything that was sent before has arrived, or never will: one client's packets stay in order. */
async function settle(from: Guest, to: Guest, level = 20): Promise<void> {
  const mark = `settled ${randomUUID()}`
  from.client.sendRtp({ payload: mark, level })
  await to.client.until(() => to.client.received.some((packet) => packet.payload === mark))
}

/** The thread answers in order, so what it was told before is done, and what it said has arrived. */
const inOrder = (): Promise<unknown> => engine.answer(newStay(), '')

/**
 * Speaks until it is so. Nobody speaks longer than 300 ms after their last packet, and a busy machine may
 * not get round to telling it in that time.
 */
const speakUntil = (speaker: Guest, isSo: () => boolean): Promise<void> =>
  until(() => {
    speaker.client.sendRtp({ payload: 'still speaking', level: 30 })
    return isSo()
  }, 20_000)

const TICK_MS = 50

/** Leaves out the time in which a busy machine lets this process, and with it the engine, not run at all. */
function startWatch(): () => number {
  let at = performance.now()
  let ran = 0
  const timer = setInterval(() => {
    const now = performance.now()
    ran += Math.min(now - at, 2 * TICK_MS)
    at = now
  }, TICK_MS)
  return () => {
    clearInterval(timer)
    return ran
  }
}

beforeEach(async () => {
  engine = await openEngine()
})
afterEach(async () => {
  await engine.end()
})
afterAll(endVoiceClients)

describe('the sound of a room', () => {
  test('each of three hears the other two, whole, in order, and not themselves', async () => {
    const room = newRoom()
    const guests = [await enter(room), await enter(room), await enter(room)]
    await Promise.all(
      guests.map(({ client }) =>
        client.until(() => guests.every(({ personId }) => client.lanes.includes(personId))),
      ),
    )
    for (const { client, personId } of guests) {
      for (const payload of words(personId, 20)) client.sendRtp({ payload })
    }
    for (const listener of guests) {
      await listener.client.until(() => listener.client.received.length === 40)
      for (const speaker of guests) {
        const expected = speaker === listener ? [] : words(speaker.personId, 20)
        expect(heard(listener, speaker)).toEqual(expected)
        const lane = listener.client.lanes.indexOf(speaker.personId)
        expect(numbersOn(listener.client, lane)).toEqual(upFrom(1, expected.length))
      }
    }
  })

  test('time goes on as the sender’s does', async () => {
    const room = newRoom()
    const ada = await enter(room)
    const ben = await enter(room)
    for (const payload of words('ada', 3)) ada.client.sendRtp({ payload })
    await ben.client.until(() => ben.client.received.length === 3)
    const times = ben.client.received.map((packet) => packet.timestamp)
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 960, 1920])
  })

  test('rooms do not hear one another', async () => {
    const [here, there] = [newRoom(), newRoom()]
    const [ada, ben] = [await enter(here), await enter(here)]
    const [cid, dan] = [await enter(there), await enter(there)]
    ada.client.sendRtp({ payload: 'for those who are here' })
    cid.client.sendRtp({ payload: 'for those who are there' })
    await ben.client.until(() => ben.client.received.length > 0)
    await dan.client.until(() => dan.client.received.length > 0)
    await settle(ada, ben)
    await settle(cid, dan)
    expect(heard(ben, ada)[0]).toBe('for those who are here')
    expect(heard(dan, cid)[0]).toBe('for those who are there')
    expect(ben.client.received).toHaveLength(2)
    expect(dan.client.received).toHaveLength(2)
    expect(ben.client.lanes).not.toContain(cid.personId)
  })

  test('what is not RTP of the agreed kind goes nowhere', async () => {
    const room = newRoom()
    const ada = await enter(room)
    const ben = await enter(room)
    ada.client.sendRtp({ payload: 'another codec', payloadType: 96 })
    ada.client.sendRaw(Buffer.from('80', 'hex'))
    // A header that promises more than there is.
    ada.client.sendRaw(Buffer.from('9f6f00010000000000000001', 'hex'))
    ada.client.sendRaw(Buffer.from('906f000100000000000003e9bedeffff', 'hex'))
    ada.client.sendRaw(Buffer.alloc(60, 0xff))
    await settle(ada, ben)
    expect(ben.client.received).toHaveLength(1)
  })

  test('it is told who speaks, and when they stop', async () => {
    const room = newRoom()
    const ada = await enter(room)
    const ben = await enter(room)
    const isTold = ({ client }: Guest) => client.speaking.includes(ada.personId)
    await speakUntil(ada, () => [ada, ben].every(isTold))
    // Each is told on a connection of their own, so one may still have to hear of it.
    for (const { client } of [ada, ben]) await client.until(() => client.speaking.length === 0)
    const sayNothing = () => ada.client.sendRtp({ payload: 'the noise of a fan', level: 90 })
    sayNothing()
    await settle(ada, ben, 90)
    await speakUntil(ben, () => {
      sayNothing()
      return ada.client.speaking.join() === ben.personId
    })
  })
})

describe('loss', () => {
  test('on the way to somebody who hears it is told to who speaks, and to nobody else', async () => {
    const room = newRoom()
    const [ada, ben] = [await enter(room), await enter(room)]
    await settle(ada, ben)
    await ben.client.until(() => ben.client.lanes.includes(ada.personId))
    const lane = ben.client.lanes.indexOf(ada.personId)
    const block = { fractionLost: 13, totalLost: 5, highest: 100, jitter: 0 }
    const report = writeReceiverReport([
      { ...block, ssrc: laneSsrc(lane), lastReport: 0, delay: 0 },
    ])
    ben.client.sendRtp({ payload: 'ben' })
    await until(() => {
      ben.client.sendRaw(report)
      ada.client.sendRtp({ payload: 'ada' })
      return (ada.client.lost ?? 0) > 0.04
    }, 15_000)
    await ben.client.taken()
    expect(ben.client.lost).toBe(0)
  })

  test('on the way to the server is told to who speaks', async () => {
    const ada = await enter(newRoom())
    for (let at = 0; at < 40; at += 2)
      ada.client.sendRtp({ payload: 'x', sequenceNumber: 100 + at })
    await ada.client.taken()
    expect(ada.client.lost).toBeCloseTo(0.5, 1)
  })
})

describe('silence', () => {
  test('who is silenced is not heard until they may speak again, and leaves no hole', async () => {
    const room = newRoom()
    const [ada, ben, cid] = [await enter(room), await enter(room), await enter(room)]
    ada.client.sendRtp({ payload: 'before' })
    await ben.client.until(() => ben.client.received.length === 1)

    engine.silence(ada.stay, true)
    await inOrder()
    ada.client.sendRtp({ payload: 'in between' })
    // The others are heard all the same.
    await settle(cid, ben)
    await cid.client.until(() => cid.client.received.length === 1)
    // Each connection is at a pace of its own: what cid says next may overtake what ada said.
    await ada.client.taken()
    await inOrder()
    engine.silence(ada.stay, false)
    await inOrder()
    ada.client.sendRtp({ payload: 'after' })
    await ben.client.until(() => heard(ben, ada).length > 1)

    expect(heard(ben, ada)).toEqual(['before', 'after'])
    expect(numbersOn(ben.client, ben.client.lanes.indexOf(ada.personId))).toEqual([1, 2])
  })

  test('who is deafened gets nothing, and afterwards no hole', async () => {
    const room = newRoom()
    const [ada, ben, cid] = [await enter(room), await enter(room), await enter(room)]
    ada.client.sendRtp({ payload: 'before' })
    await ben.client.until(() => ben.client.received.length === 1)

    engine.deafen(ben.stay, true)
    await inOrder()
    ada.client.sendRtp({ payload: 'in between' })
    await cid.client.until(() => cid.client.received.length === 2)
    engine.deafen(ben.stay, false)
    await inOrder()
    ada.client.sendRtp({ payload: 'after' })
    await ben.client.until(() => ben.client.received.length > 1)

    expect(heard(ben, ada)).toEqual(['before', 'after'])
    expect(numbersOn(ben.client, ben.client.lanes.indexOf(ada.personId))).toEqual([1, 2])
    await cid.client.until(() => cid.client.received.length === 3)
    expect(cid.client.received.map((packet) => packet.sequenceNumber)).toEqual([1, 2, 3])
  })
})

describe('lanes', () => {
  test('a seventeenth speaker takes the lane of who spoke longest ago, as one stream', async () => {
    const room = newRoom()
    const listener = await enter(room)
    const first = await enter(room)
    const others: Guest[] = []
    while (others.length < VOICE_LANES - 2) others.push(await enter(room))
    const late = await enter(room)
    const everybody = [listener, first, ...others]
    // Somebody who had to come again was on a lane before, so a full list may be an old one.
    const isOnLane = ({ personId }: Guest) => listener.client.lanes.includes(personId)
    await listener.client.until(() => everybody.every(isOnLane))

    // All have spoken at some time; `first` before all others.
    const lane = listener.client.lanes.indexOf(first.personId)
    for (const payload of words('first', 3)) first.client.sendRtp({ payload })
    await listener.client.until(() => listener.client.received.length === 3)
    for (const who of [...others, listener]) {
      who.client.sendRtp({ payload: `${who.personId} was here` })
      await late.client.until(() =>
        late.client.received.some((packet) => packet.payload.startsWith(who.personId)),
      )
    }
    // Who speaks is told every so often: first that the last one did, then that nobody does.
    await speakUntil(listener, () => listener.client.speaking.includes(listener.personId))
    await listener.client.until(() => listener.client.speaking.length === 0)

    late.client.sendRtp({ payload: 'too quiet for a lane', level: 110 })
    for (const payload of words('late', 3)) late.client.sendRtp({ payload })
    await listener.client.until(() => listener.client.lanes[lane] === late.personId)
    await listener.client.until(() => numbersOn(listener.client, lane).length === 6)

    const stream = listener.client.received.filter((packet) => packet.lane === lane)
    expect(stream.map((packet) => packet.payload)).toEqual([
      ...words('first', 3),
      ...words('late', 3),
    ])
    expect(stream.map((packet) => packet.sequenceNumber)).toEqual([1, 2, 3, 4, 5, 6])
    expect(new Set(stream.map((packet) => packet.ssrc)).size).toBe(1)
    const [, , lastOfFirst = 0, ofLate = 0, next = 0] = stream.map((packet) => packet.timestamp)
    // At least the 300 ms of everybody's silence have gone by.
    expect(ofLate - lastOfFirst).toBeGreaterThan(300 * 48)
    expect(next - ofLate).toBe(960)
  }, 90_000)

  test('who leaves frees their lane, for whoever comes next', async () => {
    const room = newRoom()
    const [ada, ben] = [await enter(room), await enter(room)]
    await ada.client.until(() => ada.client.lanes.includes(ben.personId))
    const lane = ada.client.lanes.indexOf(ben.personId)
    engine.close(ben.stay)
    await ada.client.until(() => ada.client.lanes[lane] === null)
    await ben.client.until(() => ben.client.state === 'closed')
    const cid = await enter(room)
    await ada.client.until(() => ada.client.lanes[lane] === cid.personId)
  })
})

describe('connections that end', () => {
  test('a client that vanishes is reported, and its lane is free', async () => {
    const room = newRoom()
    const ada = await enter(room)
    const ben = await enter(room, { hasOwnProcess: true })
    const lost = new Promise((resolve) => engine.onLost(resolve))
    await ada.client.until(() => ada.client.lanes.includes(ben.personId))
    const timeThatRan = startWatch()
    ben.client.vanish()
    await ada.client.until(() => !ada.client.lanes.includes(ben.personId))
    expect(await lost).toEqual({ stay: ben.stay })
    // ICE by itself takes thirteen seconds.
    expect(timeThatRan()).toBeLessThan(12_000)
    expect(ada.client.lanes).toContain(ada.personId)
  })

  test('a client that is merely quiet is not taken for lost', async () => {
    const room = newRoom()
    const quiet = await enter(room)
    const gone = await enter(room, { hasOwnProcess: true })
    await quiet.client.until(() => quiet.client.lanes.includes(gone.personId))
    const lost: VoiceStayId[] = []
    engine.onLost(({ stay }) => lost.push(stay))
    gone.client.vanish()
    // Both have been silent for equally long when this happens.
    await quiet.client.until(() => !quiet.client.lanes.includes(gone.personId))
    await inOrder()
    expect(lost).toEqual([gone.stay])
  })

  test('a client that goes in an orderly way is reported at once', async () => {
    const room = newRoom()
    const ada = await enter(room)
    const ben = await enter(room)
    await ada.client.until(() => ada.client.lanes.includes(ben.personId))
    const lost = new Promise((resolve) => engine.onLost(resolve))
    ben.client.close()
    expect(await lost).toEqual({ stay: ben.stay })
    await ada.client.until(() => !ada.client.lanes.includes(ben.personId))
  })

  test('a client that never connects is reported', async () => {
    const stay = newStay()
    const lost = new Promise((resolve) => engine.onLost(resolve))
    await offerFor(stay)
    expect(await lost).toEqual({ stay })
  })

  test('a seat that was given up is not reported, and giving it up twice is no fault', async () => {
    const room = newRoom()
    const [ada, ben] = [await enter(room), await enter(room)]
    await ada.client.until(() => ada.client.lanes.includes(ben.personId))
    const lost: unknown[] = []
    engine.onLost((loss) => lost.push(loss))
    engine.close(ben.stay)
    engine.close(ben.stay)
    engine.silence(ben.stay, true)
    engine.deafen(ben.stay, true)
    await ben.client.until(() => ben.client.state === 'closed')
    await ada.client.until(() => !ada.client.lanes.includes(ben.personId))
    await inOrder()
    expect(lost).toEqual([])
  })
})

describe('answers', () => {
  test('what is no answer is refused, and the right one is taken all the same', async () => {
    const stay = newStay()
    const offer = await offerFor(stay)
    const client = await connectVoice({ offer })
    const good = client.answer
    const bad: Record<string, string> = {
      nothing: '',
      'random words': 'v=0\r\nnot an answer',
      bytes: Buffer.from(Array.from({ length: 300 }, (_, index) => index % 256)).toString('latin1'),
      'a huge text': 'a='.repeat(3_000_000),
      'very many sections': 'v=0\r\n' + 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n'.repeat(50_000),
      'the offer itself': offer,
      'one section less': good.replace(/m=audio[^]*?(?=m=)/, ''),
      'one section more': `${good}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:more\r\n`,
      'another codec': good.replaceAll('opus/48000/2', 'PCMU/8000'),
      'another direction': good.replace('a=sendonly', 'a=recvonly'),
      'a refused section': good.replace(/m=audio \d+/, 'm=audio 0'),
      'no fingerprint': good.replaceAll(/a=fingerprint.*\r\n/g, ''),
      'a weak fingerprint': good.replaceAll(/a=fingerprint.*/g, 'a=fingerprint:md5 00:11'),
      'no password': good.replaceAll(/a=ice-pwd.*\r\n/g, ''),
      'no source': good.replaceAll(/a=ssrc.*\r\n/g, ''),
      'a source beyond numbers': good.replaceAll(/a=ssrc:\d+/g, 'a=ssrc:99999999999'),
    }
    for (const [what, sdp] of Object.entries(bad)) {
      expect(await engine.answer(stay, sdp), what).toBe(false)
    }
    expect(await engine.answer(newStay(), good)).toBe(false)
    expect(await engine.answer(stay, good)).toBe(true)
    expect(await engine.answer(stay, good), 'a second answer').toBe(false)
  })
})

describe('where it is reached', () => {
  test('bound to one address it names that one, and the public ones', async () => {
    await engine.end()
    engine = await openEngine(0, ['203.0.113.7', '2001:db8::7'])
    const offer = await offerFor(newStay())
    const addresses = [...offer.matchAll(/^a=candidate:\S+ 1 UDP \d+ (\S+) (\d+) typ host/gm)]
    expect(addresses.map(([, address, port]) => `${address} ${port}`)).toEqual([
      `127.0.0.1 ${engine.port}`,
      `203.0.113.7 ${engine.port}`,
      `2001:db8::7 ${engine.port}`,
    ])
  })

  test('a port in use is said in a sentence', async () => {
    const other = createSocket('udp4')
    await new Promise<void>((resolve) => other.bind(0, '127.0.0.1', resolve))
    const { port } = other.address()
    const opened = await openVoiceEngine({
      workerUrl,
      port,
      bindAddress: '127.0.0.1',
      publicAddresses: [],
    })
    other.close()
    expect(opened).toEqual({
      ok: false,
      error: `UDP port ${port}, for voice, is in use by another program. Set VOICE_PORT to another number.`,
    })
  })

  test('its port is its own from the start, and free again at the end', async () => {
    const taken = await openVoiceEngine({
      workerUrl,
      port: engine.port,
      bindAddress: '127.0.0.1',
      publicAddresses: [],
    })
    expect(taken.ok).toBe(false)
    const { port } = engine
    await engine.end()
    engine = await openEngine(port)
    expect(engine.port).toBe(port)
  })

  test('an address that this computer does not have is said in a sentence', async () => {
    const opened = await openVoiceEngine({
      workerUrl,
      port: 0,
      bindAddress: '203.0.113.1',
      publicAddresses: [],
    })
    expect(opened).toMatchObject({ ok: false, error: expect.stringContaining('203.0.113.1') })
  })

  test('after its end nobody is let in', async () => {
    await engine.end()
    const seat = { stay: newStay(), roomId: newRoom(), personId: newPerson(), hasPictures: false }
    expect(await engine.open(seat)).toEqual({ ok: false, error: 'unavailable' })
    expect(await engine.answer(seat.stay, '')).toBe(false)
    engine.close(seat.stay)
  })
})
