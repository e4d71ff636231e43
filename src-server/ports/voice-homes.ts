import type { RoomId } from '#shared/domain/ids.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'

/** Somebody in voice, as everybody sees them. */
export type VoicePerson = VoicePersonWire

interface VoiceClaim {
  /** Whose the room is now. */
  readonly home: string
  /** Grows with every claim on whatever instance, so that of two stays it is known which came later. */
  readonly number: number
}

/**
 * `retaken` when the room had been forgotten and nobody else had taken it. `lost` when another instance
 * holds it by now; nothing is changed then.
 */
type VoiceKept = 'kept' | 'retaken' | 'lost'

/**
 * On which instance the voice of each room lives, and who is in it. An instance holds a room for a few
 * seconds and has to say again and again that it still does: what it does not say is forgotten, so that
 * another one can take the rooms of one that died. All of it may throw `Unavailable`.
 */
export interface VoiceHomes {
  /** This instance, as the others know it. */
  readonly self: string
  /** Takes the room for this instance, unless another one holds it. */
  claim(roomId: RoomId): Promise<VoiceClaim>
  find(roomId: RoomId): Promise<string | null>
  /** Goes on holding the room, and says who is in it. */
  keep(roomId: RoomId, people: readonly VoicePerson[]): Promise<VoiceKept>
  /** Lets go of the room if this instance holds it. */
  release(roomId: RoomId): Promise<void>
  /** Rooms in the voice of which somebody is. */
  list(): Promise<ReadonlyMap<RoomId, readonly VoicePerson[]>>
  /** @returns rooms whose instance died without letting go; each is named once, to one instance */
  sweep(): Promise<readonly RoomId[]>
}
