import type {
  AudioDevices,
  MicrophoneState,
  NoiseSuppression,
  RecordingInto,
  VoiceQuality,
} from '#shared/domain/audio.ts'
import type { PictureLane } from '#shared/domain/call-pictures.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import type { VoiceSettings } from '#shared/ipc/settings.ts'
import type { Emitter } from '#shared/lib/emitter.ts'
import type { CallLine, CallLineOptions } from './call-line.ts'
import type { OwnPictures, TheirPictures } from './call-pictures.ts'
import type { Chime } from './chimes.ts'
import type { RecordedFile } from './voice-recorder.ts'

/** What the person wants of the sound, all of it; told again whenever something about it changes. */
export interface VoiceWishes {
  readonly settings: VoiceSettings
  readonly isMuted: boolean
  readonly isDeafened: boolean
  readonly isTalkKeyHeld: boolean
  /** A moderator lets nobody hear this person. */
  readonly isSilenced: boolean
}

export interface VoiceMediaEvents {
  microphone: MicrophoneState
  /** What is really done about noise while the microphone is open; null while it is not. */
  noiseSuppression: NoiseSuppression | null
  devices: AudioDevices
  /** A device that was chosen went away, or came back; the label is of that one. */
  switched: {
    readonly kind: 'microphone' | 'speaker'
    readonly label: string
    readonly isBack: boolean
  }
  /** 0 to 1. */
  level: number
  /** Who the server hears speaking. */
  speaking: ReadonlySet<PersonId>
  /** What is seen of others in a group call; nothing once its connection is closed. */
  pictures: TheirPictures
  /** Whether the own voice goes out at the moment. */
  ownSpeaking: boolean
  quality: VoiceQuality
  /** Nothing comes through any more. The connection is still to be closed, or replaced by another. */
  lost: null
}

/**
 * Everything about sound: the microphone, the devices, the connection to the server and what is heard.
 * It is told things and says things, and knows neither the socket nor the screen.
 */
export interface VoiceMedia {
  readonly on: Emitter<VoiceMediaEvents>['on']
  /** Takes effect at once, in voice or not. */
  configure(wishes: VoiceWishes): void
  /** Finds out which devices there are. */
  findDevices(): Promise<void>
  /** Asks for the microphone, unless it is open, and keeps it until `disconnect`. What came of it is told. */
  openMicrophone(): Promise<void>
  /**
   * Answers an offer, in place of the connection before.
   *
   * @param relay a way for where nothing comes through directly
   * @param pictures what is seen of this device; it goes out where the offer has room for it
   * @throws when the offer cannot be understood
   */
  connect(offer: string, relay: RTCIceServer | null, pictures: () => OwnPictures): Promise<string>
  /** Another picture than before goes to the server, or none. */
  sendPicture(lane: PictureLane): Promise<void>
  /**
   * Opens a line to the device of somebody, in place of the connection before. Whoever is heard on it is
   * as loud as that person was made here.
   */
  call(
    person: PersonId,
    options: Pick<CallLineOptions, 'isPolite' | 'findWays'> & {
      readonly pictures: () => OwnPictures
    },
  ): CallLine
  /** Whether sound comes through to the server; waits until that is known. */
  connected(): Promise<boolean>
  /** Whether the connection looks as if it carried something. */
  isAlive(): boolean
  /** Closes the connection and keeps the microphone, for another connection that is to come. */
  hangUp(): void
  /** Closes the connection and the microphone. */
  disconnect(): void
  /** Those about recordings sound whatever the person wishes to hear. */
  chime(what: Chime): void
  /** Whether this browser can record. */
  readonly canRecord: boolean
  /** From now on records everybody who is heard, and the own voice as it goes out. @throws when it cannot */
  startRecording(into: RecordingInto, me: PersonId): void
  /** Ends it, in voice or not any more. @returns what was recorded; nothing when there was no recording */
  finishRecording(): Promise<readonly RecordedFile[]>
  /** Plays what the microphone hears a moment later. @returns whether there is a microphone */
  startTest(): Promise<boolean>
  stopTest(): void
  /** Whether anybody watches a meter: without that the level is not told. */
  watchLevel(isWatched: boolean): void
}
