import { useRef, useState, type ReactNode } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { classNames } from '../../ui/class-names.ts'
import { LazyEmojiPicker } from '../../ui/emoji-picker/lazy-emoji-picker.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { useConversationTools } from './conversation-tools.tsx'
import styles from './emoji-popover.module.css'

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
  const { rememberEmoji, setSkinTone } = useActions()
  const habits = useAppState((state) => state.emojiHabits)
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
      <LazyEmojiPicker {...habits} onPick={pick} onSkinTone={setSkinTone} />
    </Popover>
  )
}
