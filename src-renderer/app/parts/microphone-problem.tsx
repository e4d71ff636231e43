import { MicOff } from 'lucide-react'
import type { MicrophoneState } from '#shared/domain/audio.ts'
import { Button } from '../../ui/button.tsx'
import styles from './microphone-problem.module.css'
import { useActions, useAppState } from '../services-context.tsx'

/** Why nobody hears this person, with the next thing to do; nothing while the microphone works. */
export function MicrophoneProblem() {
  const { retryMicrophone, openMicrophoneSettings } = useActions()
  const microphone = useAppState((state) => state.voice.microphone)
  const isDesktop = useAppState((state) => state.appInfo !== null)
  const words = wordsFor(microphone, isDesktop)
  if (words === null) return null
  return (
    <div className={styles['problem']} role="alert">
      <MicOff aria-hidden="true" />
      <div className={styles['words']}>
        <strong>{words.what}</strong> <span>{words.next}</span>
      </div>
      {words !== NOT_SECURE && (
        <div className={styles['actions']}>
          <Button size="small" onClick={() => void retryMicrophone()}>
            Try again
          </Button>
          {microphone === 'refused' && isDesktop && (
            <Button size="small" onClick={() => void openMicrophoneSettings()}>
              Open system settings
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

/** Browsers give no microphone to a page that came over plain HTTP from another computer. */
const NOT_SECURE = {
  what: 'This page may not use a microphone.',
  next: 'Browsers allow it over https only. Use the Parley app, or ask for an https address.',
}

function wordsFor(
  microphone: MicrophoneState,
  isDesktop: boolean,
): { readonly what: string; readonly next: string } | null {
  if (microphone !== 'open' && microphone !== 'asking' && !window.isSecureContext) return NOT_SECURE
  switch (microphone) {
    case 'refused':
      return {
        what: 'Parley may not use the microphone.',
        next: isDesktop
          ? 'Allow the microphone for Parley in the settings of the system.'
          : 'Allow the microphone in the site settings, at the left of the address bar.',
      }
    case 'missing':
      return { what: 'No microphone was found.', next: 'Plug one in; until then you only listen.' }
    case 'busy':
      return {
        what: 'The microphone cannot be opened.',
        next: 'Another program may be using it: close that one.',
      }
    default:
      return null
  }
}
