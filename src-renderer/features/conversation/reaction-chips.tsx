import { SmilePlus } from 'lucide-react'
import type { MessageId } from '#shared/domain/ids.ts'
import { useActions } from '../../app/services-context.tsx'
import { listNames, type ShownReaction } from '../../state/reactions.ts'
import { classNames } from '../../ui/class-names.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useConversationTools } from './conversation-tools.tsx'
import { EmojiPopover } from './emoji-popover.tsx'
import styles from './reaction-chips.module.css'

/** What people felt about a message; a click joins in or takes it back. */
export function ReactionChips({
  messageId,
  reactions,
}: {
  readonly messageId: MessageId
  readonly reactions: readonly ShownReaction[]
}) {
  const { toggleReaction } = useActions()
  const { roomId } = useConversationTools()
  if (reactions.length === 0) return null
  const toggle = (emoji: string): void => void toggleReaction(roomId, messageId, emoji)
  return (
    <div className={styles['chips']} role="group" aria-label="Reactions" aria-live="off">
      {reactions.map(({ emoji, isMine, names }) => (
        <Tooltip key={emoji} text={listNames(names)} side="top">
          <button
            type="button"
            className={classNames(styles['chip'], isMine && styles['mine'])}
            aria-pressed={isMine}
            aria-label={`${emoji} ${names.length}, ${listNames(names)}`}
            onClick={() => toggle(emoji)}
          >
            <span className={styles['emoji']}>{emoji}</span>
            {names.length}
          </button>
        </Tooltip>
      ))}
      <EmojiPopover
        label="Add reaction"
        look="chip"
        icon={<SmilePlus aria-hidden="true" />}
        onPick={toggle}
      />
    </div>
  )
}
