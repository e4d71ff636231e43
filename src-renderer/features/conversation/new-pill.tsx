import { ArrowUp, X } from 'lucide-react'
import { useActions } from '../../app/services-context.tsx'
import type { Conversation } from '../../state/conversation.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './new-pill.module.css'
import type { NewLine } from './use-new-line.ts'

/** What came while nobody read begins further up: the way there, and the way to do without. */
export function NewPill({
  conversation,
  line,
}: {
  readonly conversation: Conversation
  readonly line: NewLine
}) {
  const { jumpToNew, markAsRead } = useActions()
  const { roomId, newAfterSeq, messages, isLive, older } = conversation
  if (newAfterSeq === null || !isLive || older.phase !== 'idle') return null
  const oldest = messages[0]?.seq ?? 0
  const isBeyond = line.count === 0 && oldest > newAfterSeq + 1
  if (!line.isAbove && !isBeyond) return null
  const count = isBeyond ? `${messages.length}+` : String(line.count)
  const go = (): void => {
    if (isBeyond) void jumpToNew(roomId)
    else line.goThere()
  }
  return (
    <div className={styles['pill']} role="group" aria-label="New messages above">
      <Button
        variant="primary"
        size="small"
        icon={<ArrowUp aria-hidden="true" />}
        className={styles['go']}
        onClick={go}
      >
        {count} new
      </Button>
      <IconButton
        label="Mark as read"
        variant="primary"
        className={styles['done']}
        onClick={() => markAsRead(roomId)}
      >
        <X aria-hidden="true" />
      </IconButton>
    </div>
  )
}
