import { MicOff } from 'lucide-react'
import { microphoneWords, NOT_SECURE } from '../../state/microphone-words.ts'
import { Button } from '../../ui/button.tsx'
import styles from './microphone-problem.module.css'
import { useActions, useAppState } from '../services-context.tsx'

/** Why nobody hears this person, with the next thing to do; nothing while the microphone works. */
export function MicrophoneProblem() {
  const { retryMicrophone, openMicrophoneSettings } = useActions()
  const microphone = useAppState((state) => state.voice.microphone)
  const isDesktop = useAppState((state) => state.appInfo !== null)
  const isUsed = microphone === 'open' || microphone === 'asking'
  const words =
    isUsed || window.isSecureContext
      ? microphoneWords(microphone, {
          isDesktop,
          next: 'Plug one in; until then you only listen.',
        })
      : NOT_SECURE
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
