import { CircleAlert, SendHorizontal } from 'lucide-react'
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { TEXT_MAX_LENGTH } from '#shared/domain/messages.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectDraft, selectOpenRoom } from '../../state/selectors.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './composer.module.css'

/** From here on the number of characters left is worth knowing. */
const COUNT_FROM = TEXT_MAX_LENGTH - 500

export function Composer() {
  const { sendMessage, setDraft } = useActions()
  const text = useAppState(selectDraft)
  const roomName = useAppState((state) => selectOpenRoom(state)?.name)
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)

  const change = (next: string): void => {
    setProblem(null)
    setDraft(next)
  }
  const send = (): void => {
    field.current?.focus()
    if (text.trim() === '') return
    const sent = sendMessage(text)
    if (sent.ok) setDraft('')
    setProblem(sent.ok ? null : sent.error)
  }
  const handleSubmit = (event: FormEvent): void => {
    event.preventDefault()
    send()
  }
  const handleKey = (event: KeyboardEvent): void => {
    // Enter ends a word in Japanese or Chinese input; the key code tells where the flag does not.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return
    event.preventDefault()
    send()
  }

  const left = TEXT_MAX_LENGTH - text.length
  return (
    <form className={styles['composer']} onSubmit={handleSubmit}>
      {problem !== null && (
        <p className={styles['problem']} id="composer-problem" role="alert">
          <CircleAlert aria-hidden="true" />
          {problem}
        </p>
      )}
      <div className={styles['box']}>
        {/* The hidden copy gives the field its height, so that it grows with the text. */}
        <div className={styles['grow']} data-text={text}>
          <textarea
            ref={field}
            className={styles['field']}
            aria-label="Message"
            aria-describedby={problem === null ? undefined : 'composer-problem'}
            aria-invalid={left < 0 || undefined}
            placeholder={roomName === undefined ? 'Message' : `Message ${roomName}`}
            value={text}
            rows={1}
            autoFocus
            dir="auto"
            onChange={(event) => change(event.target.value)}
            onKeyDown={handleKey}
          />
        </div>
        {text.length >= COUNT_FROM && (
          <span className={classNames(styles['count'], left < 0 && styles['over'])}>
            {left}
            <span className="visually-hidden"> characters left</span>
          </span>
        )}
        <IconButton type="submit" label="Send" shortcut="Enter" variant="primary">
          <SendHorizontal aria-hidden="true" />
        </IconButton>
      </div>
    </form>
  )
}
