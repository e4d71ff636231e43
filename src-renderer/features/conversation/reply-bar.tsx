import { Reply, X } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { findMessage } from '../../state/conversation.ts'
import { selectConversation } from '../../state/selectors.ts'
import { quoteOf } from '../../state/timeline.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { useConversationTools } from './conversation-tools.tsx'
import { QuoteLine } from './quote.tsx'
import styles from './reply-bar.module.css'

/** What the next message will answer, above the place where it is written. */
export function ReplyBar() {
  const { replyTo } = useActions()
  const { roomId, focusComposer } = useConversationTools()
  const answered = useAppState((state) => {
    const conversation = selectConversation(state)
    return conversation?.replyingTo ? findMessage(conversation, conversation.replyingTo) : undefined
  })
  if (!answered) return null
  const cancel = (): void => {
    replyTo(roomId, null)
    focusComposer()
  }
  return (
    <div className={styles['bar']} role="group" aria-label={`Replying to ${answered.user}`}>
      <Reply aria-hidden="true" className={styles['icon']} />
      <QuoteLine quote={quoteOf(answered)} />
      <IconButton label="Cancel reply" shortcut="Esc" className={styles['cancel']} onClick={cancel}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  )
}
