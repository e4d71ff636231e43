interface Note {
  /** Hertz. */
  readonly pitch: number
  /** Seconds after the start. */
  readonly at: number
}

export type Chime = 'in' | 'out' | 'calling' | 'recording' | 'recording-over'

/**
 * Rising for coming, falling for going: a fifth, which nobody takes for an alarm. A recording has three
 * notes of its own, so that nobody takes it for somebody who came.
 */
const CHIMES: Readonly<Record<Chime, readonly Note[]>> = {
  in: [
    { pitch: 440, at: 0 },
    { pitch: 659.3, at: 0.09 },
  ],
  out: [
    { pitch: 659.3, at: 0 },
    { pitch: 440, at: 0.09 },
  ],
  // It rings at the other end.
  calling: [
    { pitch: 392, at: 0 },
    { pitch: 392, at: 0.25 },
  ],
  recording: [
    { pitch: 587.3, at: 0 },
    { pitch: 587.3, at: 0.18 },
    { pitch: 784, at: 0.36 },
  ],
  'recording-over': [
    { pitch: 784, at: 0 },
    { pitch: 587.3, at: 0.18 },
    { pitch: 587.3, at: 0.36 },
  ],
}

/** Beside a voice, not above it. */
const LOUDNESS = 0.12

/** Seconds. */
const ATTACK = 0.01
const LENGTH = 0.22

/** Plays a short sound that is made on the spot: no file, nothing to load. */
export function playChime(context: AudioContext, into: AudioNode, what: Chime): void {
  for (const { pitch, at } of CHIMES[what]) {
    const start = context.currentTime + at
    const tone = context.createOscillator()
    const envelope = context.createGain()
    tone.type = 'sine'
    tone.frequency.value = pitch
    envelope.gain.setValueAtTime(0, start)
    envelope.gain.linearRampToValueAtTime(LOUDNESS, start + ATTACK)
    envelope.gain.exponentialRampToValueAtTime(0.001, start + LENGTH)
    tone.connect(envelope).connect(into)
    tone.start(start)
    tone.stop(start + LENGTH)
  }
}
