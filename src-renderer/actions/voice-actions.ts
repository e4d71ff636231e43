import type { RecordingInto } from '#shared/domain/audio.ts'
import type { GlobalKeyName, KeyCombination } from '#shared/domain/global-keys.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { VoiceAction } from '#shared/domain/voice.ts'
import type { VoiceSettings } from '#shared/ipc/settings.ts'
import type { Result } from '#shared/lib/result.ts'
import type { ActionContext } from './context.ts'
import { chooseByPressing, openKeysSettings, retryKeys, setGlobalKey } from './global-keys.ts'
import { startRecording, stopRecording } from './recording.ts'
import {
  changeVoiceSettings,
  chooseMicrophone,
  chooseSpeaker,
  holdTalkKey,
  openMicrophoneSettings,
  retryMicrophone,
  setMutedForMe,
  setVolumeOf,
  startMicrophoneTest,
  stopMicrophoneTest,
  toggleDeafen,
  toggleMute,
} from './voice-sound.ts'
import { joinVoice, leaveVoice, moderateVoice } from './voice.ts'

/** What people do about voice. */
interface VoiceVerbs {
  /** Steps into the voice of a room, out of any other; asks for the microphone the first time. */
  joinVoice(roomId: RoomId): Promise<void>
  leaveVoice(): Promise<void>
  /** Asks the server, which tells everybody; nothing is recorded before that. */
  startRecording(into: RecordingInto): Promise<void>
  /** Ends it, and saves what was recorded. */
  stopRecording(): void
  toggleMute(): void
  toggleDeafen(): void
  /** With push-to-talk: speaks as long as it is held. */
  holdTalkKey(isHeld: boolean): void
  /** Takes keys that work while another program has the focus, or says why not; null clears them. */
  setGlobalKey(name: GlobalKeyName, codes: KeyCombination | null): Result<null, string>
  /** While keys are chosen by pressing them, they do nothing else. */
  chooseByPressing(isChoosing: boolean): void
  /** Tries again to listen to keys, after it was allowed or after it failed. */
  retryKeys(): Promise<void>
  /** Where the system lets somebody allow that keys are heard. */
  openKeysSettings(): Promise<void>
  chooseMicrophone(id: string | null): Promise<void>
  chooseSpeaker(id: string | null): Promise<void>
  /** Asks for the microphone again, after a refusal or when there was none. */
  retryMicrophone(): Promise<void>
  changeVoiceSettings(patch: Partial<VoiceSettings>): Promise<void>
  /** 0 to 2; 1 is as loud as it comes. Kept on this device. */
  setVolumeOf(person: PersonId, volume: number): void
  /** Nothing is heard of the person, on this device only. */
  setMutedForMe(person: PersonId, isMuted: boolean): void
  /** Where the system or the browser lets somebody allow the microphone again. */
  openMicrophoneSettings(): Promise<void>
  /** Plays what the microphone hears a moment later, and shows its level. */
  startMicrophoneTest(): Promise<void>
  stopMicrophoneTest(): void
  moderateVoice(roomId: RoomId, person: PersonId, action: VoiceAction): Promise<void>
}

/** The verbs of voice, to be among all the others. */
export const voiceVerbs = (context: ActionContext): VoiceVerbs => ({
  joinVoice: (roomId) => joinVoice(context, roomId),
  leaveVoice: () => leaveVoice(context),
  toggleMute: () => toggleMute(context),
  toggleDeafen: () => toggleDeafen(context),
  holdTalkKey: (isHeld) => holdTalkKey(context, isHeld),
  setGlobalKey: (name, codes) => setGlobalKey(context, name, codes),
  chooseByPressing: (isChoosing) => chooseByPressing(context, isChoosing),
  retryKeys: () => retryKeys(context),
  openKeysSettings: () => openKeysSettings(context),
  chooseMicrophone: (id) => chooseMicrophone(context, id),
  chooseSpeaker: (id) => chooseSpeaker(context, id),
  retryMicrophone: () => retryMicrophone(context),
  changeVoiceSettings: (patch) => changeVoiceSettings(context, patch),
  setVolumeOf: (person, volume) => setVolumeOf(context, person, volume),
  setMutedForMe: (person, isMuted) => setMutedForMe(context, person, isMuted),
  openMicrophoneSettings: () => openMicrophoneSettings(context),
  startMicrophoneTest: () => startMicrophoneTest(context),
  stopMicrophoneTest: () => stopMicrophoneTest(context),
  startRecording: (into) => startRecording(context, into),
  stopRecording: () => stopRecording(context),
  moderateVoice: (roomId, person, action) => moderateVoice(context, roomId, person, action),
})
