import { CircleAlert } from 'lucide-react'
import type { ClientId } from '#shared/domain/ids.ts'
import { useActions } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { useConversationTools } from './conversation-tools.tsx'
import styles from './message.module.css'

/** A message that did not get through stays, with both ways on. */
export function FailedMessage({
  clientId,
  reason,
}: {
  readonly clientId: ClientId
  readonly reason: string
}) {
  const { retryMessage, discardMessage } = useActions()
  const { roomId } = useConversationTools()
  return (
    <div className={styles['failure']} role="alert">
      <CircleAlert aria-hidden="true" />
      <span className={styles['reason']}>{reason}</span>
      <Button size="small" onClick={() => retryMessage(roomId, clientId)}>
        Try again
      </Button>
      <Button variant="ghost" size="small" onClick={() => discardMessage(roomId, clientId)}>
        Discard
      </Button>
    </div>
  )
}
