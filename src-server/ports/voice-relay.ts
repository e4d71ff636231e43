import type { VoiceStayId } from '#shared/domain/voice.ts'
import type { VoiceRelayWire } from '#shared/protocol/voice-wire.ts'

/** A way to this server's voice for clients whose network blocks UDP. */
export interface VoiceRelay {
  /**
   * What somebody needs to use it, for as long as the stay lasts.
   *
   * @param offer of the engine, which the stay was opened with
   */
  admit(stay: VoiceStayId, offer: string): VoiceRelayWire
  /** The stay is over, and everything that went through the relay for it. */
  dismiss(stay: VoiceStayId): void
}
