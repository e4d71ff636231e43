import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { personIdSchema, type PersonId } from '#shared/domain/ids.ts'
import { voiceStayIdSchema, type VoiceStayId } from '#shared/domain/voice.ts'
import { createPictureRoom, type PictureRoom } from './picture-room.ts'
import { PICTURE_PLACES } from './mids.ts'
import { payloadOf, readPicture, writePicture } from './picture-rtp.ts'
import { readRtcp, writeNack, writePli, writeReceiverReport, writeRemb, type Rtcp } from './rtcp.ts'
import { isRtcp } from './rtp.ts'

/** Somebody in the room, as the room knows them. */
interface Guest {
  readonly stay: VoiceStayId
  readonly personId: PersonId
  /** What they send their camera and screen on. */
  readonly sources: { readonly camera: number; readonly screen: number }
  readonly seen: Seen[]
  readonly told: unknown[]
  readonly asked: Rtcp[]
  isOpen: boolean
  takes: boolean
}

interface Seen {
  readonly ssrc: number
  readonly number: number
  readonly timestamp: number
  readonly word: string
}

let sources = 1_000

function enter(room: PictureRoom, isGreeted = true): Guest {
  sources += 2
  const guest: Guest = {
    stay: voiceStayIdSchema.parse(randomUUID()),
    personId: personIdSchema.parse(randomUUID()),
    sources: { camera: sources, screen: sources + 1 },
    seen: [],
    told: [],
    asked: [],
    isOpen: true,
    takes: true,
  }
  const line = {
    get isOpen() {
      return guest.isOpen
    },
    backlog: 0,
    send(packet: Buffer) {
      if (isRtcp(packet)) return void guest.asked.push(...readRtcp(packet))
      const read = readPicture(packet)
      if (!read) throw new Error('Not a picture')
      const { ssrc, sequenceNumber: number, timestamp, payload } = read
      guest.seen.push({ ssrc, number, timestamp, word: payload.toString('latin1', 5) })
    },
    tell(text: string) {
      if (guest.takes) guest.told.push(JSON.parse(text))
      return guest.takes
    },
  }
  room.enter({ stay: guest.stay, personId: guest.personId, line })
  room.know(guest.stay, guest.sources)
  if (isGreeted) room.greet(guest.stay)
  return guest
}

/** A packet with the picture id of its number; of a whole picture the word begins with a capital letter. */
function packetOf(
  guest: Guest,
  number: number,
  word: string,
  lane: 'camera' | 'screen' = 'camera',
) {
  const isKeyFrame = /^[A-Z]/.test(word)
  const head = Buffer.from([0x90, 0x80, 0x80, number & 0xff, isKeyFrame ? 0 : 1])
  const payload = word === '' ? Buffer.alloc(0) : Buffer.concat([head, Buffer.from(word)])
  const written = writePicture({
    ssrc: guest.sources[lane],
    marker: true,
    timestamp: number * 3_000,
    payload,
  })
  written.writeUInt16BE(number & 0xff_ff, 2)
  return written
}

const cameraSsrc = (at: number): number => PICTURE_PLACES[at]?.ssrc ?? 0
const wordsOf = ({ seen }: Guest): string[] => seen.map(({ word }) => word)
const numbersOf = ({ seen }: Guest): number[] => seen.map(({ number }) => number)
const pictures = (cameras: (Guest | null)[], screens: (Guest | null)[] = []) => {
  const ids = (guests: (Guest | null)[], length: number) =>
    Array.from({ length }, (_, at) => guests[at]?.personId ?? null)
  return { pictures: { cameras: ids(cameras, 8), screens: ids(screens, 2) } }
}
const ofType = (guest: Guest, type: Rtcp['type']): Rtcp[] =>
  guest.asked.filter((each) => each.type === type)

describe('who is seen', () => {
  test('gets the first free lane until it is off, and everybody is told', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    expect(ben.told).toEqual([pictures([])])
    expect(room.show(ada.stay, 'camera', true, 0)).toBe(true)
    expect(room.show(ben.stay, 'camera', true, 0)).toBe(true)
    expect(room.show(ben.stay, 'screen', true, 0)).toBe(true)
    expect(ada.told.at(-1)).toEqual(pictures([ada, ben], [ben]))
    expect(room.show(ada.stay, 'camera', false, 0)).toBe(true)
    expect(ben.told.at(-1)).toEqual(pictures([null, ben], [ben]))
    room.leave(ben.stay)
    expect(ada.told.at(-1)).toEqual(pictures([]))
  })

  test('twice on is once, and nothing is told anew', () => {
    const room = createPictureRoom()
    const ada = enter(room)
    room.show(ada.stay, 'camera', true, 0)
    const before = ada.told.length
    expect(room.show(ada.stay, 'camera', true, 0)).toBe(true)
    expect(room.show(ada.stay, 'screen', false, 0)).toBe(true)
    expect(ada.told).toHaveLength(before)
  })

  test('the ninth camera and the third screen are refused, and change nothing', () => {
    const room = createPictureRoom()
    const guests = Array.from({ length: 9 }, () => enter(room))
    const all = (lane: 'camera' | 'screen') =>
      guests.map(({ stay }) => room.show(stay, lane, true, 0)).filter(Boolean).length
    expect(all('camera')).toBe(8)
    expect(all('screen')).toBe(2)
    const [first, ...others] = guests
    const last = others.at(-1)
    if (!first || !last) throw new Error('There are nine')
    expect(last.told.at(-1)).toEqual(pictures(guests.slice(0, 8), guests.slice(0, 2)))
    room.show(first.stay, 'camera', false, 0)
    expect(room.show(last.stay, 'camera', true, 0)).toBe(true)
  })

  test('whoever takes no words is told later, once', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    ben.takes = false
    room.show(ada.stay, 'camera', true, 0)
    room.show(ada.stay, 'screen', true, 0)
    ben.takes = true
    room.look(0)
    room.look(50)
    expect(ben.told).toEqual([pictures([]), pictures([ada], [ada])])
  })

  test('a stranger is not shown', () => {
    const room = createPictureRoom()
    expect(room.show(voiceStayIdSchema.parse(randomUUID()), 'camera', true, 0)).toBe(false)
  })
})

describe('packets', () => {
  test('go to all others, only while they are shown, and begin with a whole picture', () => {
    const room = createPictureRoom()
    const [ada, ben, cid] = [enter(room), enter(room), enter(room)]
    room.see(ada.stay, packetOf(ada, 1, 'Hidden'), 0)
    room.show(ada.stay, 'camera', true, 0)
    for (const [at, word] of ['half', 'Whole', 'more', ''].entries()) {
      room.see(ada.stay, packetOf(ada, 2 + at, word), at)
    }
    room.show(ada.stay, 'camera', false, 0)
    room.see(ada.stay, packetOf(ada, 9, 'Hidden'), 9)
    for (const guest of [ben, cid]) {
      expect(wordsOf(guest)).toEqual(['Whole', 'more', ''])
      expect(numbersOf(guest)).toEqual([1, 2, 3])
      expect(guest.seen[0]?.ssrc).toBe(cameraSsrc(0))
    }
    expect(ada.seen).toEqual([])
  })

  test('of the screen do not go where the camera is, nor those of a source of somebody else', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    room.show(ada.stay, 'camera', true, 0)
    room.see(ada.stay, packetOf(ada, 1, 'Screen', 'screen'), 0)
    room.see(ada.stay, packetOf(ben, 1, 'Not hers'), 0)
    room.see(ben.stay, packetOf(ada, 1, 'Not his'), 0)
    expect(ben.seen).toEqual([])
  })

  test('on a lane that changes hands numbers and time go on', () => {
    const room = createPictureRoom()
    const [ada, ben, cid] = [enter(room), enter(room), enter(room)]
    room.show(ada.stay, 'camera', true, 0)
    room.see(ada.stay, packetOf(ada, 40_000, 'Ada'), 0)
    room.show(ada.stay, 'camera', false, 100)
    room.show(ben.stay, 'camera', true, 100)
    room.see(ben.stay, packetOf(ben, 7, 'of before'), 1_000)
    room.see(ben.stay, packetOf(ben, 8, 'Ben'), 1_033)
    expect(wordsOf(cid)).toEqual(['Ada', 'Ben'])
    expect(numbersOf(cid)).toEqual([1, 2])
    const [of, next] = cid.seen.map(({ timestamp }) => timestamp)
    expect((next ?? 0) - (of ?? 0)).toBe(90_000 + 3_000)
    expect(wordsOf(ada)).toEqual(['Ben'])
  })

  test('whoever comes later begins with the next whole picture', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    room.show(ada.stay, 'camera', true, 0)
    room.see(ada.stay, packetOf(ada, 1, 'One'), 0)
    const cid = enter(room)
    room.see(ada.stay, packetOf(ada, 2, 'more'), 0)
    room.see(ada.stay, packetOf(ada, 3, 'Two'), 0)
    expect(wordsOf(ben)).toEqual(['One', 'more', 'Two'])
    expect(cid.seen.map(({ word, number }) => [word, number])).toEqual([['Two', 1]])
  })

  test('a whole picture whose first piece comes late is begun all the same', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    room.show(ada.stay, 'camera', true, 0)
    for (const [number, word] of [
      [1, 'of before'],
      [3, 'second'],
      [4, 'third'],
      [2, 'First'],
    ] as const) {
      room.see(ada.stay, packetOf(ada, number, word), 0)
    }
    expect(wordsOf(ben)).toEqual(['First', 'second', 'third'])
    expect(numbersOf(ben)).toEqual([1, 2, 3])
  })

  test('a flood is cut off, and a lively screen beside a camera is not', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    room.show(ada.stay, 'screen', true, 0)
    const word = `W${'x'.repeat(1_000)}`
    const send = (count: number, msApart: number) => {
      for (let at = 0; at < count; at += 1) {
        room.see(ada.stay, packetOf(ada, at, word, 'screen'), at * msApart)
      }
    }
    // 8 Mb/s for ten seconds.
    send(10_000, 1)
    expect(ben.seen).toHaveLength(10_000)
    ben.seen.length = 0
    for (let at = 0; at < 10_000; at += 1) {
      room.see(ada.stay, packetOf(ada, 10_000 + at, word, 'screen'), 10_000)
    }
    expect(ben.seen.length).toBeLessThan(1_600)
  })
})

describe('whole pictures', () => {
  test('are asked for when a lane begins, when somebody comes to it, and when a listener asks', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    const asked = () => ofType(ada, 'key-frame').length
    room.show(ada.stay, 'camera', true, 0)
    expect(ofType(ada, 'key-frame')).toEqual([{ type: 'key-frame', ssrc: ada.sources.camera }])
    room.see(ada.stay, packetOf(ada, 1, 'One'), 0)
    room.look(1_000)
    expect(asked()).toBe(1)
    const cid = enter(room, false)
    room.greet(cid.stay)
    room.look(1_050)
    expect(asked()).toBe(2)
    room.see(ada.stay, packetOf(ada, 2, 'Two'), 1_060)
    for (const now of [2_000, 2_010]) room.heed(ben.stay, readRtcp(writePli(cameraSsrc(0))), now)
    expect(asked()).toBe(3)
    room.look(2_300)
    expect(asked()).toBe(4)
    // Not of a lane that is empty, and nobody asks oneself.
    room.heed(ben.stay, readRtcp(writePli(cameraSsrc(1))), 3_000)
    room.heed(ada.stay, readRtcp(writePli(cameraSsrc(0))), 3_000)
    room.look(3_300)
    expect(asked()).toBe(4)
    expect(cid.seen).toHaveLength(1)
  })
})

test('a listener cannot have whole pictures all the time', () => {
  const room = createPictureRoom()
  const [ada, ben, cid] = [enter(room), enter(room), enter(room)]
  room.show(ada.stay, 'camera', true, 0)
  room.see(ada.stay, packetOf(ada, 1, 'One'), 0)
  const before = ofType(ada, 'key-frame').length
  const ask = (guest: Guest, from: number) => {
    for (let now = from; now < from + 60_000; now += 100) {
      room.heed(guest.stay, readRtcp(writePli(cameraSsrc(0))), now)
      room.look(now)
    }
  }
  ask(ben, 1_000)
  // Twenty at once, and two a second.
  expect(ofType(ada, 'key-frame').length - before).toBeLessThanOrEqual(140)
  const asked = ofType(ada, 'key-frame').length
  // Nobody else is refused for it.
  room.heed(cid.stay, readRtcp(writePli(cameraSsrc(0))), 61_500)
  expect(ofType(ada, 'key-frame')).toHaveLength(asked + 1)
})

test('a camera that takes a while to come on is asked again, also where somebody was before', () => {
  const room = createPictureRoom()
  const [ada, ben] = [enter(room), enter(room)]
  enter(room)
  room.show(ada.stay, 'camera', true, 0)
  room.see(ada.stay, packetOf(ada, 1, 'One'), 0)
  room.leave(ada.stay)
  room.show(ben.stay, 'camera', true, 1_000)
  room.look(1_500)
  room.look(2_000)
  expect(ofType(ben, 'key-frame')).toHaveLength(3)
})

describe('what gets lost', () => {
  test('on the way up is asked for, and takes its place', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    room.show(ada.stay, 'camera', true, 0)
    room.see(ada.stay, packetOf(ada, 65_534, 'One'), 0)
    room.see(ada.stay, packetOf(ada, 1, 'four'), 0)
    expect(ofType(ada, 'lost')).toEqual([
      { type: 'lost', ssrc: ada.sources.camera, numbers: [65_535, 0] },
    ])
    room.see(ada.stay, packetOf(ada, 65_535, 'two'), 50)
    room.see(ada.stay, packetOf(ada, 65_535, 'two'), 50)
    room.look(100)
    expect(ofType(ada, 'lost').at(-1)).toMatchObject({ numbers: [0] })
    expect(ben.seen.map(({ word, number }) => [word, number])).toEqual([
      ['One', 1],
      ['four', 4],
      ['two', 2],
    ])
  })

  test('on the way down is sent again, to whom it was sent, with their own number', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    room.show(ada.stay, 'camera', true, 0)
    room.see(ada.stay, packetOf(ada, 1, 'One'), 0)
    const cid = enter(room)
    room.see(ada.stay, packetOf(ada, 2, 'Two'), 0)
    room.see(ada.stay, packetOf(ada, 3, 'three'), 0)
    room.heed(cid.stay, readRtcp(writeNack(cameraSsrc(0), [1, 9])), 10)
    room.heed(ben.stay, readRtcp(writeNack(cameraSsrc(1), [1])), 10)
    room.heed(ada.stay, readRtcp(writeNack(cameraSsrc(0), [1])), 10)
    expect(cid.seen.map(({ word, number }) => [word, number])).toEqual([
      ['Two', 1],
      ['three', 2],
      ['Two', 1],
    ])
    expect(wordsOf(ben)).toEqual(['One', 'Two', 'three'])
    expect(ada.seen).toEqual([])
  })

  test('a listener cannot have it repeated without end', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    room.show(ada.stay, 'camera', true, 0)
    room.see(ada.stay, packetOf(ada, 1, 'One'), 0)
    for (let time = 0; time < 5_000; time += 1) {
      room.heed(ben.stay, readRtcp(writeNack(cameraSsrc(0), [1])), 0)
    }
    expect(ben.seen).toHaveLength(1 + 800)
  })

  test('what is gone counts as much as what is still there', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    room.show(ada.stay, 'camera', true, 0)
    room.see(ada.stay, packetOf(ada, 1, 'One'), 0)
    const gone = Array.from({ length: 100 }, (_, at) => 5_000 + at)
    for (let time = 0; time < 8; time += 1)
      room.heed(ben.stay, readRtcp(writeNack(cameraSsrc(0), gone)), 0)
    room.heed(ben.stay, readRtcp(writeNack(cameraSsrc(0), [1])), 0)
    expect(ben.seen).toHaveLength(1)
    room.heed(ben.stay, readRtcp(writeNack(cameraSsrc(0), [1])), 10)
    expect(ben.seen).toHaveLength(2)
  })
})

describe('how much may be sent', () => {
  const said = (guest: Guest) =>
    ofType(guest, 'bandwidth').map((each) => 'bitrate' in each && each.bitrate)

  test('is said every second, for everything together, and at once when it is less', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    room.show(ada.stay, 'camera', true, 0)
    room.look(0)
    expect(said(ada)).toEqual([1_200_000])
    room.show(ada.stay, 'screen', true, 10)
    room.look(1_000)
    expect(said(ada).at(-1)).toBeCloseTo(4_200_000, -2)
    room.heed(ben.stay, readRtcp(writeRemb([], 600_000)), 1_100)
    room.look(1_150)
    expect(said(ada)).toHaveLength(3)
    expect(said(ada).at(-1)).toBeLessThanOrEqual(1_200_000)
    room.look(1_200)
    expect(said(ada)).toHaveLength(3)
    expect(said(ben)).toEqual([])
    // Less than before, and still more than is of use.
    const [one, other] = [enter(room), enter(room)]
    room.show(other.stay, 'camera', true, 1_210)
    room.look(2_000)
    const before = said(other).length
    room.heed(one.stay, readRtcp(writeRemb([], 90_000_000)), 2_010)
    room.look(2_050)
    expect(said(other)).toHaveLength(before)
  })

  test('of a listener who only loses, the loss counts', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    room.show(ada.stay, 'camera', true, 0)
    room.look(0)
    const word = `W${'x'.repeat(1_100)}`
    for (let at = 0; at < 100; at += 1) room.see(ada.stay, packetOf(ada, at, word), at * 10)
    room.look(1_000)
    const block = { totalLost: 0, highest: 0, jitter: 0, lastReport: 0, delay: 0 }
    const report = { ...block, ssrc: cameraSsrc(0), fractionLost: 128 }
    room.heed(ben.stay, readRtcp(writeReceiverReport([report])), 1_010)
    room.look(1_050)
    expect(said(ada).at(-1)).toBeLessThan(700_000)
    expect(said(ada).at(-1)).toBeGreaterThan(600_000)
  })

  test('one packet that is lost of a picture that hardly moves says nothing', () => {
    const room = createPictureRoom()
    const [ada, ben] = [enter(room), enter(room)]
    room.show(ada.stay, 'camera', true, 0)
    room.show(ada.stay, 'screen', true, 0)
    room.look(0)
    const word = `W${'x'.repeat(1_100)}`
    for (let at = 0; at < 100; at += 1) room.see(ada.stay, packetOf(ada, at, word), at * 10)
    room.see(ada.stay, packetOf(ada, 1, 'Still', 'screen'), 990)
    room.look(1_000)
    const block = { totalLost: 0, highest: 0, jitter: 0, lastReport: 0, delay: 0 }
    const report = { ...block, ssrc: PICTURE_PLACES[8]?.ssrc ?? 0, fractionLost: 128 }
    room.heed(ben.stay, readRtcp(writeReceiverReport([report])), 1_010)
    room.look(2_000)
    expect(said(ada).at(-1)).toBeCloseTo(4_200_000, -2)
  })

  test('senders are told how their packets arrive', () => {
    const room = createPictureRoom()
    const [ada] = [enter(room), enter(room)]
    room.show(ada.stay, 'camera', true, 0)
    for (const number of [1, 2, 4]) room.see(ada.stay, packetOf(ada, number, 'W'), 0)
    room.look(0)
    expect(ofType(ada, 'received')).toEqual([
      { type: 'received', ssrc: ada.sources.camera, lost: 0.25 },
    ])
  })
})

test('whatever is no packet at all does no harm', () => {
  const room = createPictureRoom()
  const [ada, ben] = [enter(room), enter(room)]
  room.show(ada.stay, 'camera', true, 0)
  const good = packetOf(ada, 1, 'Whole')
  for (let length = 0; length < good.length; length += 1) {
    room.see(ada.stay, good.subarray(0, length), 0)
    room.heed(ada.stay, readRtcp(good.subarray(0, length)), 0)
  }
  ben.seen.length = 0
  room.see(ada.stay, packetOf(ada, 2, 'Whole'), 0)
  expect(payloadOf(packetOf(ada, 2, 'Whole'))).toHaveLength(10)
  expect(wordsOf(ben)).toEqual(['Whole'])
})
