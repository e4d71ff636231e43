import type { MicrophoneState } from '#shared/domain/audio.ts'

/** Why there is no sound of a microphone, and the next thing to do. */
export interface MicrophoneWords {
  readonly what: string
  readonly next: string
}

/** Browsers give no microphone to a page that came over plain HTTP from another computer. */
export const NOT_SECURE: MicrophoneWords = {
  what: 'This page may not use a microphone.',
  next: 'Browsers allow it over https only. Use the Parley app, or ask for an https address.',
}

/**
 * @param next what to do without a microphone
 * @returns null while nothing stands in the way
 */
export function microphoneWords(
  state: MicrophoneState,
  { isDesktop, next }: { readonly isDesktop: boolean; readonly next: string },
): MicrophoneWords | null {
  switch (state) {
    case 'refused':
      return {
        what: 'Parley may not use the microphone.',
        next: isDesktop
          ? 'Allow the microphone for Parley in the settings of the system.'
          : 'Allow the microphone in the site settings, at the left of the address bar.',
      }
    case 'missing':
      return { what: 'No microphone was found.', next }
    case 'busy':
      return {
        what: 'The microphone cannot be opened.',
        next: 'Another program may be using it: close that one.',
      }
    default:
      return null
  }
}

export const inOneLine = ({ what, next }: MicrophoneWords): string => `${what} ${next}`
