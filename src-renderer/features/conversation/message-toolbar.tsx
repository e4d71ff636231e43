import { Ellipsis, Reply, SmilePlus } from 'lucide-react'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { COARSE_POINTER, useMediaQuery } from '../../ui/use-media-query.ts'
import { useConversationTools } from './conversation-tools.tsx'
import { EmojiPopover } from './emoji-popover.tsx'
import { MessageMenuItems } from './message-menu-items.tsx'
import styles from './message-toolbar.module.css'
import { QUICK_REACTIONS } from './quick-reactions.ts'
import type { MessageActions } from './use-message-actions.ts'

/** What can be done with the message under the pointer or with the focus. */
export function MessageToolbar({
  actions,
  onHold,
}: {
  readonly actions: MessageActions
  /** Something of it is open, so it has to stay although the pointer goes elsewhere. */
  readonly onHold: (isHeld: boolean) => void
}) {
  const { overlays } = useConversationTools()
  const isCoarse = useMediaQuery(COARSE_POINTER)
  return (
    // Inside a log, where what appears would be read out.
    <div className={styles['toolbar']} role="group" aria-label="Message actions" aria-live="off">
      {!isCoarse && (
        <>
          {QUICK_REACTIONS.map((emoji) => (
            <IconButton
              key={emoji}
              label={emoji}
              className={styles['quick']}
              onClick={() => actions.react(emoji)}
            >
              {emoji}
            </IconButton>
          ))}
          <EmojiPopover
            label="React"
            icon={<SmilePlus aria-hidden="true" />}
            onPick={actions.react}
            onOpenChange={onHold}
          />
          <IconButton label="Reply" onClick={actions.reply}>
            <Reply aria-hidden="true" />
          </IconButton>
        </>
      )}
      <Menu
        home={overlays}
        onOpenChange={onHold}
        finalFocus={actions.givesFocusBack}
        trigger={
          <IconButton label="More actions">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        <MessageMenuItems actions={actions} isWhole={isCoarse} />
      </Menu>
    </div>
  )
}
