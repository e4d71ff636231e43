import type { PictureLane } from '#shared/domain/call-pictures.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import type { Result } from '#shared/lib/result.ts'

/** A place in the voice of a room. */
export interface VoiceSeat {
  readonly stay: VoiceStayId
  readonly roomId: RoomId
  readonly personId: PersonId
  /** Cameras and screens go through it as well, as in a group call. */
  readonly hasPictures: boolean
}

/** What becomes of a connection by itself. */
export interface VoiceLoss {
  readonly stay: VoiceStayId
}

/**
 * Carries sound, and pictures where there are any, between those who are in the voice of one room: a selective forwarding unit. It knows
 * who sits where and nothing of permissions.
 */
export interface VoiceEngine {
  /**
   * Takes a seat.
   * @returns the offer, an SDP with all its candidates
   */
  open(seat: VoiceSeat): Promise<Result<string, 'unavailable'>>
  /** @returns false when it is no answer to the offer, or the stay is over */
  answer(stay: VoiceStayId, sdp: string): Promise<boolean>
  /** Nothing that the person says is passed on, whatever the client does; what is seen of them stays. */
  silence(stay: VoiceStayId, isSilent: boolean): void
  /** No sound is sent to the person; what they see stays. */
  deafen(stay: VoiceStayId, isDeaf: boolean): void
  /**
   * Passes the person's camera or screen on, or no longer.
   * @returns false when all lanes for it are taken, or the seat has none; nothing is changed then
   */
  show(stay: VoiceStayId, lane: PictureLane, isOn: boolean): Promise<boolean>
  /** Gives the seat up; one that was given up already is no fault. */
  close(stay: VoiceStayId): void
  /** Connections that never came about or broke off; their seats are given up. */
  onLost(listener: (loss: VoiceLoss) => void): void
  /** Ends all connections and gives the port back. */
  end(): Promise<void>
}
