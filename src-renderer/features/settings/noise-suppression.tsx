import type { NoiseSuppression as Suppression } from '#shared/domain/audio.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Choice } from '../../ui/choice.tsx'
import styles from './settings-dialog.module.css'

const OPTIONS = [
  { value: 'off', label: 'Off' },
  { value: 'standard', label: 'Standard' },
  { value: 'strong', label: 'Strong' },
] as const

const WORDS: Record<Suppression, string> = {
  off: 'Others hear everything around you: right for music.',
  standard: 'Takes out fans and hum.',
  strong:
    'Takes out keyboards and traffic too. Uses more of the processor, and delays your voice a little.',
}

/** What is done about the noise around one; where the strong way does not work, that is said. */
export function NoiseSuppression() {
  const { changeVoiceSettings } = useActions()
  const wanted = useAppState((state) => state.settings.voice.noiseSuppression)
  const used = useAppState((state) => state.voice.noiseSuppression)
  const isLess = wanted === 'strong' && used === 'standard'
  return (
    <div>
      <Choice
        label="Noise suppression"
        value={wanted}
        options={OPTIONS}
        onChange={(noiseSuppression) => void changeVoiceSettings({ noiseSuppression })}
      />
      <p className={styles['note']} role="status">
        {isLess
          ? 'Strong noise suppression does not work here at the moment; the standard one is in use.'
          : WORDS[wanted]}
      </p>
    </div>
  )
}
