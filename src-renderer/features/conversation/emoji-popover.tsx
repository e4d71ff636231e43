import { lazy, Suspense, useRef, useState, type ReactNode } from 'react'
import { useActions } from '../../app/services-context.tsx'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { useConversationTools } from './conversation-tools.tsx'
import styles from './emoji-popover.module.css'

/** The list of all emoji weighs more than the rest of the page: it comes when it is wanted. */
const EmojiPicker = lazy(() =>
  import('./emoji-picker/emoji-picker.tsx').then(
    (module) => ({ default: module.EmojiPicker }),
    () => ({ default: NotLoaded }),
  ),
)

/** A button with all emoji behind it. */
export function EmojiPopover({
  label,
  icon,
  look = 'button',
  onPick,
  onOpenChange,
}: {
  readonly label: string
  readonly icon: ReactNode
  readonly look?: 'button' | 'chip'
  readonly onPick: (emoji: string) => void
  readonly onOpenChange?: (isOpen: boolean) => void
}) {
  const { rememberEmoji } = useActions()
  const { overlays, focusComposer } = useConversationTools()
  const [isOpen, setOpen] = useState(false)
  const hasPicked = useRef(false)
  const changeOpen = (next: boolean): void => {
    if (next) hasPicked.current = false
    setOpen(next)
    onOpenChange?.(next)
  }
  const pick = (emoji: string): void => {
    hasPicked.current = true
    rememberEmoji(emoji)
    changeOpen(false)
    onPick(emoji)
    focusComposer()
  }
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={changeOpen}
      label="Choose an emoji"
      home={overlays}
      finalFocus={() => !hasPicked.current}
      trigger={
        <IconButton label={label} className={classNames(look === 'chip' && styles['chip'])}>
          {icon}
        </IconButton>
      }
    >
      <Suspense fallback={<div className={styles['loading']} aria-busy="true" />}>
        <EmojiPicker onPick={pick} />
      </Suspense>
    </Popover>
  )
}

function NotLoaded() {
  return (
    <p className={styles['loading']} role="alert">
      The emoji could not be loaded. Check the connection and open this again.
    </p>
  )
}
