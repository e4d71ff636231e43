/** Who speaks, found out from how loud their packets are. Time is given in milliseconds. */
export interface Speech {
  hear(packet: { readonly level: number | null; readonly length: number }, now: number): void
  isSpeaking(now: number): boolean
  /** When they were last loud; -Infinity for never. */
  readonly spokeAt: number
  /** As if never heard. */
  forget(): void
}

/**
 * In -dBov: quiet talk into a headset is some 40, a quiet room 60 to 80. The voice bit beside the level
 * is of no use: Chromium sets it in every packet of Opus, of a muted microphone too.
 */
const LOUD_UP_TO = 50

/** Longer than the pauses between words, so that a sentence is one thing. */
const PAUSE_MS = 300

/** Without levels, whatever is longer than the frames of silence under discontinuous transmission. */
const SILENCE_MAX_LENGTH = 10

export function createSpeech(): Speech {
  let spokeAt = -Infinity
  return {
    hear({ level, length }, now) {
      const isLoud = level === null ? length > SILENCE_MAX_LENGTH : level <= LOUD_UP_TO
      if (isLoud) spokeAt = now
    },
    isSpeaking: (now) => now - spokeAt < PAUSE_MS,
    get spokeAt() {
      return spokeAt
    },
    forget() {
      spokeAt = -Infinity
    },
  }
}
