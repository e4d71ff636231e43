import { Copy, Forward, Link, Pencil, Pin, PinOff, Reply, Trash2 } from 'lucide-react'
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { QUICK_REACTIONS } from './quick-reactions.ts'
import styles from './message-toolbar.module.css'
import type { MessageActions } from './use-message-actions.ts'

/** The verbs of a message as a menu. With `isWhole`, those too that a toolbar shows beside it. */
export function MessageMenuItems({
  actions,
  isWhole = false,
}: {
  readonly actions: MessageActions
  readonly isWhole?: boolean
}) {
  return (
    <>
      {isWhole && (
        <>
          {QUICK_REACTIONS.map((emoji) => (
            <MenuItem
              key={emoji}
              icon={<span className={styles['menuEmoji']}>{emoji}</span>}
              onSelect={() => actions.react(emoji)}
            >
              React with {emoji}
            </MenuItem>
          ))}
          <MenuSeparator />
          <MenuItem icon={<Reply aria-hidden="true" />} onSelect={actions.reply}>
            Reply
          </MenuItem>
        </>
      )}
      <MenuItem icon={<Copy aria-hidden="true" />} onSelect={actions.copy}>
        Copy text
      </MenuItem>
      <MenuItem icon={<Link aria-hidden="true" />} onSelect={actions.copyLink}>
        Copy link
      </MenuItem>
      <MenuItem icon={<Forward aria-hidden="true" />} onSelect={actions.forward}>
        Forward
      </MenuItem>
      {actions.pin && (
        <MenuItem
          icon={actions.pin.isPinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
          onSelect={actions.pin.toggle}
        >
          {actions.pin.isPinned ? 'Unpin' : 'Pin'}
        </MenuItem>
      )}
      {actions.own && (
        <>
          {actions.own.edit && (
            <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={actions.own.edit}>
              Edit message
            </MenuItem>
          )}
          <MenuSeparator />
          <MenuItem
            icon={<Trash2 aria-hidden="true" />}
            tone="danger"
            onSelect={actions.own.remove}
          >
            Delete message
          </MenuItem>
        </>
      )}
    </>
  )
}
