import type { CallId, PersonId } from '#shared/domain/ids.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import type { RelayWire } from '#shared/protocol/relay-wire.ts'

/** A way to this server's voice for clients whose network blocks UDP. */
export interface VoiceRelay {
  /**
   * What somebody needs to use it, for as long as the stay lasts.
   *
   * @param seat.offer of the engine, which the stay was opened with
   */
  admit(
    stay: VoiceStayId,
    seat: { readonly offer: string; readonly hasPictures: boolean },
  ): RelayWire
  /** The stay is over, and everything that went through the relay for it. */
  dismiss(stay: VoiceStayId): void
}

/** A way from one device of a call to the other one, for where there is no direct one. */
export interface CallRelay {
  /**
   * What the device of one of the two needs to use it, until the call is over. Each time it is
   * another word, and nothing new is begun with the one before.
   */
  admit(callId: CallId, personId: PersonId): RelayWire
  /** The call is over, and everything that went through the relay for it. */
  dismiss(callId: CallId): void
}
