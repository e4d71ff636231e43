import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { personIdSchema } from '#shared/domain/ids.ts'
import { voiceStayIdSchema, type VoiceStayId } from '#shared/domain/voice.ts'
import { laneSsrc } from './mids.ts'
import { createVoiceRoom, type VoiceRoom } from './room.ts'
import { readRtcp, type Rtcp } from './rtcp.ts'
import { isRtcp, numberRtp, writeRtp } from './rtp.ts'

interface Guest {
  readonly stay: VoiceStayId
  readonly ssrc: number
  /** What they were told of their sound. */
  readonly reports: Rtcp[]
}

let ssrc = 1_000

/** Whoever comes first gets the first lane, and so on. */
function enter(room: VoiceRoom): Guest {
  ssrc += 1
  const guest: Guest = { stay: voiceStayIdSchema.parse(randomUUID()), ssrc, reports: [] }
  const line = {
    ...{ isOpen: true, backlog: 0, tell: () => true },
    send: (packet: Buffer) => void (isRtcp(packet) && guest.reports.push(...readRtcp(packet))),
  }
  room.enter({ stay: guest.stay, personId: personIdSchema.parse(randomUUID()), line })
  room.know(guest.stay, guest.ssrc)
  return guest
}

function say(room: VoiceRoom, from: Guest, number: number, now: number): void {
  const payload = Buffer.from('word')
  const packet = writeRtp({
    ssrc: from.ssrc,
    marker: false,
    timestamp: now * 48,
    level: 20,
    payload,
  })
  numberRtp(packet, number)
  room.hear(from.stay, packet, now)
}

const lostOn = (lane: number, lost: number): Rtcp[] => [
  { type: 'received', ssrc: laneSsrc(lane), lost },
]

/** What the person was last told that is lost, after everybody was told once more. */
function toldAt(room: VoiceRoom, guest: Guest, number: number, now: number): number | null {
  say(room, guest, number, now)
  room.look(now)
  const last = guest.reports.at(-1)
  return last?.type === 'received' ? last.lost : null
}

describe('what is lost on the way to listeners', () => {
  test('is told to who is heard on that lane, until the listener goes or is deafened', () => {
    const room = createVoiceRoom()
    const [ada, ben, cid] = [enter(room), enter(room), enter(room)]
    expect(toldAt(room, ada, 1, 0)).toBe(0)
    room.heed(ben.stay, lostOn(0, 0.04), 500)
    room.heed(cid.stay, lostOn(0, 0.08), 500)
    expect(toldAt(room, ada, 2, 1_000)).toBeCloseTo(0.08, 2)
    expect(toldAt(room, ben, 1, 2_000)).toBe(0)
    room.leave(cid.stay)
    expect(toldAt(room, ada, 3, 3_000)).toBeCloseTo(0.04, 2)
    room.deafen(ben.stay, true)
    room.heed(ben.stay, lostOn(0, 0.04), 3_500)
    expect(toldAt(room, ada, 4, 4_000)).toBe(0)
  })

  test('of the own lane, or of one that nobody has, says nothing', () => {
    const room = createVoiceRoom()
    const [ada, ben] = [enter(room), enter(room)]
    room.heed(ada.stay, lostOn(0, 0.5), 0)
    for (const lane of [5, 99, -1]) room.heed(ben.stay, lostOn(lane, 0.5), 0)
    expect(toldAt(room, ada, 1, 0)).toBe(0)
  })
})

describe('reports of who speaks', () => {
  test('are answered at once, and a flood of them once', () => {
    const room = createVoiceRoom()
    const ada = enter(room)
    say(room, ada, 1, 0)
    const sent: Rtcp = { type: 'sent', ssrc: ada.ssrc, time: 7 }
    room.heed(
      ada.stay,
      Array.from({ length: 100 }, () => sent),
      10,
    )
    for (let count = 0; count < 100; count += 1) room.heed(ada.stay, [sent], 20)
    expect(ada.reports).toHaveLength(1)
    room.heed(ada.stay, [sent], 60)
    expect(ada.reports).toHaveLength(2)
  })

  test('are those of their own source', () => {
    const room = createVoiceRoom()
    const [ada, ben] = [enter(room), enter(room)]
    for (const each of [ada, ben]) say(room, each, 1, 0)
    room.heed(ada.stay, [{ type: 'sent', ssrc: ben.ssrc, time: 7 }], 10)
    expect([ada.reports, ben.reports]).toEqual([[], []])
  })
})
