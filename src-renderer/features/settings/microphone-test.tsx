import { Mic, Square } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import styles from './settings-dialog.module.css'

/** Lets somebody see and hear what others would hear of them. */
export function MicrophoneTest() {
  const { startMicrophoneTest, stopMicrophoneTest } = useActions()
  const [isTesting, setTesting] = useState(false)
  // A test that went on behind a closed window would be an open microphone that nobody knows of.
  useEffect(() => stopMicrophoneTest, [stopMicrophoneTest])
  const toggle = (): void => {
    setTesting(!isTesting)
    if (isTesting) stopMicrophoneTest()
    else void startMicrophoneTest()
  }
  return (
    <div>
      <div className={styles['test']}>
        <Button
          size="small"
          icon={isTesting ? <Square aria-hidden="true" /> : <Mic aria-hidden="true" />}
          onClick={toggle}
        >
          {isTesting ? 'Stop test' : 'Test microphone'}
        </Button>
        <LevelMeter isOn={isTesting} />
      </div>
      <p className={styles['note']}>
        {isTesting
          ? 'Say something: you hear it a moment later. Use headphones, or it comes back again.'
          : 'You see how loud you are, and hear yourself a moment later.'}
      </p>
    </div>
  )
}

function LevelMeter({ isOn }: { readonly isOn: boolean }) {
  const level = useAppState((state) => (isOn ? state.voice.level : 0))
  const percent = Math.round(Math.min(level, 1) * 100)
  return (
    <div
      className={styles['meter']}
      role="meter"
      aria-label="Microphone level"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span className={styles['level']} style={{ inlineSize: `${percent}%` }} />
    </div>
  )
}
