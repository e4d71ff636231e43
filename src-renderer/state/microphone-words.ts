import type { MicrophoneState } from '#shared/domain/audio.ts'

/** Why nothing can be recorded, as a sentence. */
export function sentenceForMicrophone(state: MicrophoneState): string {
  switch (state) {
    case 'refused':
      return 'Parley may not use the microphone. Allow it, and try again.'
    case 'busy':
      return 'The microphone cannot be opened: another program may be using it.'
    default:
      return 'No microphone was found. Plug one in, and try again.'
  }
}
