import { MicrophoneProblem } from '../../app/parts/microphone-problem.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { VoiceDevices } from '../../app/parts/voice-devices.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Switch } from '../../ui/switch.tsx'
import { GlobalKeys } from './global-keys.tsx'
import { MicrophoneTest } from './microphone-test.tsx'
import { NoiseSuppression } from './noise-suppression.tsx'
import styles from './settings-dialog.module.css'
import { TalkKeyField } from './talk-key-field.tsx'

const ACTIVATION = [
  { value: 'voice', label: 'When I speak' },
  { value: 'push-to-talk', label: 'While I hold a key' },
] as const

/** How one is heard and hears, in the voice of rooms. */
export function VoiceSettings() {
  const { changeVoiceSettings } = useActions()
  const voice = useAppState((state) => state.settings.voice)
  return (
    <section className={styles['section']} aria-labelledby="voice-settings">
      <h3 id="voice-settings" className={styles['heading']}>
        Voice
      </h3>
      <div className={styles['fields']}>
        <VoiceDevices />
        <MicrophoneTest />
        <MicrophoneProblem />
        <Choice
          label="Others hear me"
          value={voice.activation}
          options={ACTIVATION}
          onChange={(activation) => void changeVoiceSettings({ activation })}
        />
        {voice.activation === 'push-to-talk' && <TalkKeyField />}
        <GlobalKeys />
        <NoiseSuppression />
        <div className={styles['switches']}>
          <Switch
            label="Echo cancellation"
            hint="Without headphones, others would hear themselves."
            isOn={voice.echoCancellation}
            onChange={(echoCancellation) => void changeVoiceSettings({ echoCancellation })}
          />
          <Switch
            label="Automatic gain"
            hint="Makes a quiet microphone louder."
            isOn={voice.autoGain}
            onChange={(autoGain) => void changeVoiceSettings({ autoGain })}
          />
          <Switch
            label="Sounds when somebody comes or goes"
            isOn={voice.hasChimes}
            onChange={(hasChimes) => void changeVoiceSettings({ hasChimes })}
          />
        </div>
      </div>
    </section>
  )
}
