import { useEffect, useRef, useState, type FormEvent } from 'react'
import { DECLINE_TEXT_MAX } from '#shared/ipc/ringing.ts'
import { READY_ANSWERS } from '../state/ready-answers.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import styles from './call-window.module.css'

/** Declines, and says why in the conversation of the two. */
export function DeclineWithWords({
  onSend,
  onBack,
}: {
  readonly onSend: (text: string) => void
  readonly onBack: () => void
}) {
  const [text, setText] = useState('')
  const first = useRef<HTMLDivElement>(null)
  useEffect(() => first.current?.querySelector('button')?.focus(), [])
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (text.trim() !== '') onSend(text.trim())
  }
  return (
    <form className={styles['words']} aria-label="Decline with a message" onSubmit={send}>
      <div ref={first} className={styles['ready']}>
        {READY_ANSWERS.map((words) => (
          <Button key={words} size="small" isWide onClick={() => onSend(words)}>
            {words}
          </Button>
        ))}
      </div>
      <div className={styles['own']}>
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
        <TextField
          label="Your own words"
          isLabelHidden
          placeholder="Your own words"
          value={text}
          maxLength={DECLINE_TEXT_MAX}
          onValueChange={setText}
          className={styles['field'] ?? ''}
        />
        <Button variant="primary" type="submit" aria-label="Decline and send">
          Send
        </Button>
      </div>
    </form>
  )
}
