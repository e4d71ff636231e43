import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import type { VoicePerson } from '../ports/voice-homes.ts'
import { toPersonWire } from './wire.ts'

/** A place in the voice of a room that lives on this instance. */
export interface Seat {
  readonly stay: VoiceStayId
  readonly roomId: RoomId
  readonly person: Person
  /** The instance of the session. */
  readonly from: string
  isMuted: boolean
  isDeafened: boolean
  /** A moderator did it, and may undo it. */
  isSilencedByModerator: boolean
  /** Muted, or of a role that may not speak in this room. Nobody is heard before that is known. */
  isKeptSilent: boolean
  /** How often that was looked at; only the newest look counts. */
  looks: number
  /** Everybody is told, and only then does the person's app record. */
  isRecording: boolean
  isCameraOn: boolean
  isSharing: boolean
  /** Which claim it came with; 0 until that is known. */
  number: number
  /** The newest other claim of the person that was heard of before that. */
  rival: number
  /** Null while the connection is still being prepared: nobody sees the person yet. */
  joinedAt: number | null
  /** When the instance of the session last said that the session is there. */
  heardAt: number
}

/** Whether nobody may hear the person, whatever the person wants. */
export const isSilenced = (seat: Seat): boolean => seat.isSilencedByModerator || seat.isKeptSilent

/** Who sits where on this instance. Nothing in it waits for anything. */
export function createSeats() {
  const seats = new Map<VoiceStayId, Seat>()
  const all = (): readonly Seat[] => [...seats.values()]
  const inRoom = (roomId: RoomId): readonly Seat[] => all().filter((seat) => seat.roomId === roomId)

  return {
    all,
    inRoom,
    add: (seat: Seat): unknown => seats.set(seat.stay, seat),
    find: (stay: VoiceStayId): Seat | null => seats.get(stay) ?? null,
    /** @returns whether it was there */
    remove: (seat: Seat): boolean => seats.get(seat.stay) === seat && seats.delete(seat.stay),
    has: (seat: Seat): boolean => seats.get(seat.stay) === seat,
    of: (personId: PersonId): readonly Seat[] =>
      all().filter(({ person }) => person.id === personId),
    rooms: (): readonly RoomId[] => [...new Set(all().map(({ roomId }) => roomId))],

    /** Those who are seen, in the order in which they came. */
    peopleIn: (roomId: RoomId): VoicePerson[] =>
      inRoom(roomId)
        .toSorted((one, other) => one.number - other.number)
        .flatMap((seat) => {
          const { person, isMuted, isDeafened, isRecording, isCameraOn, isSharing, joinedAt } = seat
          if (joinedAt === null) return []
          const heard = { isMuted, isDeafened, isSilenced: isSilenced(seat), isRecording }
          const seen = { isCameraOn, isSharing }
          return [{ ...toPersonWire(person), ...heard, ...seen, joinedAt }]
        }),
  }
}
