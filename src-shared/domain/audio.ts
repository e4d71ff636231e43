/** What of sound is known to those who make it and to those who show it. */

/** What became of the wish to use the microphone. Without one, one is in voice and listens. */
export type MicrophoneState = 'unasked' | 'asking' | 'open' | 'refused' | 'missing' | 'busy'

/**
 * What is done about fans and keyboards: nothing, what the browser does, or a neural network, which takes
 * out more and costs some processor and about 30 ms.
 */
export const NOISE_SUPPRESSIONS = ['off', 'standard', 'strong'] as const
export type NoiseSuppression = (typeof NOISE_SUPPRESSIONS)[number]

export interface AudioDevice {
  readonly id: string
  readonly label: string
}

/** Devices that there are now; null is whatever the system uses. */
export interface AudioDevices {
  readonly microphones: readonly AudioDevice[]
  readonly speakers: readonly AudioDevice[]
  /** Those in use. */
  readonly microphone: string | null
  readonly speaker: string | null
  /** False where the page may not choose where sound goes. */
  readonly canChooseSpeaker: boolean
}

/** Before any was looked for. */
export const NO_DEVICES: AudioDevices = {
  microphones: [],
  speakers: [],
  microphone: null,
  speaker: null,
  canChooseSpeaker: false,
}

/** How sound gets to the server and back, or to the other device of a call. */
export interface VoiceWay {
  /** Through the server's TCP port or another relay, because nothing else came through. */
  readonly isRelayed: boolean
  /** Where one lost packet holds up all that follow. */
  readonly isByTcp: boolean
  /** UDP port of the server's voice, or of the other device. */
  readonly port: number | null
}

/** How a recording of a room is kept: everybody together, or a file for each person. */
export type RecordingInto = 'one-file' | 'file-each'

/** Measured once a second, all in milliseconds but the loss. */
export interface VoiceQuality {
  readonly roundTrip: number | null
  readonly jitterBuffer: number | null
  /** Packets that never came, of those of the last second, 0 to 1: here or at the other end, whichever is worse. */
  readonly loss: number
  /** Of what this device sends, which tells of its own network alone; 0 to 1. */
  readonly ownLoss: number
  /** From the mouth of somebody as far away as this device to the ear, estimated. */
  readonly mouthToEar: number | null
  /** Null before the connection is up. */
  readonly way: VoiceWay | null
}
