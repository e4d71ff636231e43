import { CircleAlert } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useActions } from '../../app/services-context.tsx'
import type { Editing } from '../../state/editing.ts'
import { Button } from '../../ui/button.tsx'
import { GrowField } from '../../ui/grow-field.tsx'
import { isComposing } from '../../ui/is-composing.ts'
import { useConversationTools } from './conversation-tools.tsx'
import styles from './edit-box.module.css'

/** A message of ours as a field, in its place. */
export function EditBox({ editing }: { readonly editing: Editing }) {
  const { changeEditing, cancelEditing, saveEditing } = useActions()
  const { focusComposer } = useConversationTools()
  const field = useRef<HTMLTextAreaElement>(null)
  const { text, isSaving, problem } = editing

  useEffect(() => {
    field.current?.focus()
    const end = field.current?.value.length ?? 0
    field.current?.setSelectionRange(end, end)
  }, [])

  const cancel = (): void => {
    cancelEditing()
    focusComposer()
  }
  const save = async (): Promise<void> => {
    if (await saveEditing()) focusComposer()
    else field.current?.focus()
  }
  const handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return
    if (event.key === 'Escape') cancel()
    else if (event.key === 'Enter' && !event.shiftKey) void save()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // The field is no search for what can be done with the message.
    <div className={styles['edit']} aria-live="off" onFocus={(event) => event.stopPropagation()}>
      <div className={styles['box']}>
        <GrowField
          ref={field}
          aria-label="Edit message"
          aria-invalid={problem !== null || undefined}
          aria-describedby={problem === null ? undefined : 'edit-problem'}
          value={text}
          readOnly={isSaving}
          onChange={(event) => changeEditing(event.target.value)}
          onKeyDown={handleKey}
        />
      </div>
      {problem !== null && (
        <p className={styles['problem']} id="edit-problem" role="alert">
          <CircleAlert aria-hidden="true" />
          {problem}
        </p>
      )}
      <div className={styles['buttons']}>
        <Button size="small" variant="primary" isBusy={isSaving} onClick={() => void save()}>
          Save
        </Button>
        <Button size="small" variant="ghost" onClick={cancel}>
          Cancel
        </Button>
        <span className={styles['hint']} aria-hidden="true">
          Enter saves, Esc cancels
        </span>
      </div>
    </div>
  )
}
