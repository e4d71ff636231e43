import { useActions } from '../../app/services-context.tsx'
import type { Conversation } from '../../state/conversation.ts'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import styles from './message-list.module.css'

/** What reading back is waiting for, over the list so that nothing in it moves. */
export function OlderStatus({ conversation }: { readonly conversation: Conversation }) {
  const { loadOlder } = useActions()
  const { older, roomId } = conversation
  if (older.phase === 'idle') return null
  return (
    <div className={styles['older']} role="status">
      {older.phase === 'loading' ? (
        <>
          <Spinner /> Loading older messages
        </>
      ) : (
        <>
          {older.reason}
          <Button variant="ghost" size="small" onClick={() => void loadOlder(roomId)}>
            Try again
          </Button>
        </>
      )}
    </div>
  )
}
