import type { RoomId } from '#shared/domain/ids.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { VoiceEngine, VoiceSeat } from '../ports/voice-engine.ts'
import { createPeer, type Peer, type PeerOptions } from './peer.ts'
import { createPictureRoom, type PictureRoom } from './picture-room.ts'
import { createReportReader } from './report-reader.ts'
import { createVoiceRoom, type VoiceRoom } from './room.ts'

/** A client that has not connected by then never will. */
const CONNECTS_WITHIN_MS = 15_000

/** Who speaks is told at most this often. */
const NEWS_EVERY_MS = 50

/** How often it is looked whether somebody is gone or is to be asked, which takes longer than this. */
const LOOK_EVERY_MS = 500

/** How often a client that is silent is given words, which its own end has to acknowledge. */
const ASK_EVERY_MS = 1_500

/** ICE itself notices that a client is gone, but takes some 13 seconds. */
const GONE_AFTER_MS = 8_000

interface Member {
  readonly seat: VoiceSeat
  readonly peer: Peer
  readonly room: VoiceRoom
  readonly pictures: PictureRoom | null
  readonly since: number
  hasOpened: boolean
  heardAt: number
  askedAt: number
}

/** The engine itself, in the thread that has the library. It ends with all of its connections, the library stays. */
export function createEngine(options: PeerOptions): VoiceEngine {
  const members = new Map<VoiceStayId, Member>()
  const rooms = new Map<RoomId, VoiceRoom>()
  /** Only where there are any. */
  const pictureRooms = new Map<RoomId, PictureRoom>()
  const listeners = new Set<(loss: { readonly stay: VoiceStayId }) => void>()
  let timer: NodeJS.Timeout | null = null
  let lookedAt = 0

  function roomOf(roomId: RoomId): VoiceRoom {
    const room = rooms.get(roomId) ?? createVoiceRoom()
    rooms.set(roomId, room)
    return room
  }

  function picturesOf({ roomId, hasPictures }: VoiceSeat): PictureRoom | null {
    if (!hasPictures) return null
    const room = pictureRooms.get(roomId) ?? createPictureRoom()
    pictureRooms.set(roomId, room)
    return room
  }

  function close(stay: VoiceStayId): void {
    const member = members.get(stay)
    if (!member) return
    members.delete(stay)
    member.room.leave(stay)
    if (member.room.isEmpty) rooms.delete(member.seat.roomId)
    member.pictures?.leave(stay)
    if (member.pictures?.isEmpty) pictureRooms.delete(member.seat.roomId)
    member.peer.close()
    if (members.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }

  function lose(stay: VoiceStayId): void {
    if (!members.has(stay)) return
    close(stay)
    for (const listener of listeners) listener({ stay })
  }

  function lookAfterMembers(now: number): void {
    if (now - lookedAt < LOOK_EVERY_MS) return
    lookedAt = now
    for (const [stay, member] of members) {
      if (isGone(member, now)) lose(stay)
      else if (member.hasOpened) ask(member, now)
    }
  }

  function look(): void {
    const now = performance.now()
    lookAfterMembers(now)
    for (const room of rooms.values()) room.look(now)
    for (const room of pictureRooms.values()) room.look(now)
  }

  function open(seat: VoiceSeat): Promise<Result<string, 'unavailable'>> {
    close(seat.stay)
    const { stay } = seat
    const since = performance.now()
    const sign = (): void => {
      const member = members.get(stay)
      if (member) member.heardAt = performance.now()
    }
    const readReports = createReportReader()
    let peer: Peer
    try {
      peer = createPeer(
        { ...options, hasPictures: seat.hasPictures },
        {
          onSound: (packet) => members.get(stay)?.room.hear(stay, packet, performance.now()),
          onPicture: (packet) => members.get(stay)?.pictures?.see(stay, packet, performance.now()),
          onReport(packet) {
            const member = members.get(stay)
            if (!member) return
            const now = performance.now()
            const said = readReports(packet, now)
            member.room.heed(stay, said, now)
            member.pictures?.heed(stay, said, now)
          },
          onSign: sign,
          onOpen: () => {
            const member = members.get(stay)
            if (!member) return
            member.hasOpened = true
            sign()
            member.room.greet(stay)
            member.pictures?.greet(stay)
          },
          onEnd: () => lose(stay),
        },
      )
    } catch {
      return Promise.resolve(fail('unavailable'))
    }
    const room = roomOf(seat.roomId)
    const pictures = picturesOf(seat)
    const heard = { since, hasOpened: false, heardAt: since, askedAt: since }
    members.set(stay, { seat, peer, room, pictures, ...heard })
    room.enter({ stay, personId: seat.personId, line: peer })
    pictures?.enter({ stay, personId: seat.personId, line: peer })
    timer ??= setInterval(look, NEWS_EVERY_MS)
    return peer.offer.then(succeed, () => {
      close(stay)
      return fail('unavailable')
    })
  }

  function answer(stay: VoiceStayId, sdp: string): boolean {
    const member = members.get(stay)
    if (!member?.peer.answer(sdp)) return false
    const { sources } = member.peer
    if (sources) member.room.know(stay, sources.sound)
    if (sources?.pictures) member.pictures?.know(stay, sources.pictures)
    return true
  }

  return {
    open,
    answer: (stay, sdp) => Promise.resolve(answer(stay, sdp)),
    silence: (stay, isSilent) => members.get(stay)?.room.silence(stay, isSilent),
    deafen: (stay, isDeaf) => members.get(stay)?.room.deafen(stay, isDeaf),
    show: (stay, lane, isOn) =>
      Promise.resolve(
        members.get(stay)?.pictures?.show(stay, lane, isOn, performance.now()) ?? false,
      ),
    close,
    onLost: (listener) => void listeners.add(listener),
    end() {
      for (const stay of [...members.keys()]) close(stay)
      return Promise.resolve()
    },
  }
}

/**
 * Silence alone is no proof: who is muted may send nothing. But what they were asked is acknowledged,
 * and where it is not, words pile up after a few of them (see `prepareLibrary`).
 */
function isGone(member: Member, now: number): boolean {
  if (!member.hasOpened) return now - member.since > CONNECTS_WITHIN_MS
  return now - member.heardAt > GONE_AFTER_MS && member.peer.backlog > 0
}

function ask(member: Member, now: number): void {
  if (now - Math.max(member.heardAt, member.askedAt) < ASK_EVERY_MS) return
  member.askedAt = now
  member.room.repeat(member.seat.stay)
}
