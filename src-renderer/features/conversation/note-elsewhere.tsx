import { Mic } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { runningNote } from '../../state/note.ts'
import { selectName } from '../../state/selectors.ts'
import { Button } from '../../ui/button.tsx'
import { useConversationTools } from './conversation-tools.tsx'
import styles from './composer.module.css'

/** Says that the microphone is open for another conversation, so that nobody forgets. */
export function NoteElsewhere() {
  const { openConversation } = useActions()
  const { roomId } = useConversationTools()
  const elsewhere = useAppState(({ notes }) => {
    const running = runningNote(notes)
    return running && running.roomId !== roomId ? running.roomId : null
  })
  const name = useAppState((state) => elsewhere && selectName(state, elsewhere))
  if (elsewhere === null) return null
  return (
    <p className={styles['problem']} role="status">
      <Mic aria-hidden="true" />
      <span className={styles['words']}>Recording a voice message for {name}</span>
      <Button size="small" variant="ghost" onClick={() => void openConversation(elsewhere)}>
        Go there
      </Button>
    </p>
  )
}
