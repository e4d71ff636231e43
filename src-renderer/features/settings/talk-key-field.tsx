import { useState, type KeyboardEvent } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { keyName } from '../../ui/key-name.ts'
import { Kbd } from '../../ui/kbd.tsx'
import styles from './settings-dialog.module.css'

/** The key that is held to talk: chosen by pressing it. */
export function TalkKeyField() {
  const { changeVoiceSettings } = useActions()
  const talkKey = useAppState((state) => state.settings.voice.talkKey)
  const [isListening, setListening] = useState(false)
  const take = (event: KeyboardEvent): void => {
    if (!isListening || event.key === 'Tab') return
    // Nothing else is to happen with this key: neither a click nor the end of the dialog.
    event.preventDefault()
    event.stopPropagation()
    setListening(false)
    if (event.key !== 'Escape') void changeVoiceSettings({ talkKey: event.code })
  }
  return (
    <div>
      <div className={styles['test']}>
        <Button
          size="small"
          aria-pressed={isListening}
          onClick={() => setListening(!isListening)}
          onKeyDown={take}
          onBlur={() => setListening(false)}
        >
          {isListening ? 'Press a key…' : 'Change key'}
        </Button>
        <span className={styles['key']}>
          Hold <Kbd>{keyName(talkKey)}</Kbd> to talk
        </span>
      </div>
      <p className={styles['note']}>
        It works while Parley has the focus. In a text field, only keys that write nothing talk,
        such as Ctrl or F8.
      </p>
    </div>
  )
}
