import { useRef, useState } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { LazyEmojiPicker } from '../../ui/emoji-picker/lazy-emoji-picker.tsx'
import { Popover } from '../../ui/popover.tsx'
import styles from './room-dialog.module.css'

/** The icon of a room: a button with all emoji behind it. */
export function IconField({
  icon,
  onChange,
}: {
  readonly icon: string
  readonly onChange: (icon: string) => void
}) {
  const { setSkinTone } = useActions()
  const habits = useAppState((state) => state.emojiHabits)
  const [isOpen, setOpen] = useState(false)
  const home = useRef<HTMLDivElement>(null)
  return (
    <div ref={home} className={styles['icon']}>
      <span className={styles['label']} aria-hidden="true">
        Icon
      </span>
      <Popover
        isOpen={isOpen}
        onOpenChange={setOpen}
        label="Choose an icon"
        side="bottom"
        home={home}
        trigger={
          <button type="button" className={styles['iconButton']} aria-label={`Icon, now ${icon}`}>
            {icon}
          </button>
        }
      >
        <LazyEmojiPicker
          {...habits}
          onSkinTone={setSkinTone}
          onPick={(chosen) => {
            onChange(chosen)
            setOpen(false)
          }}
        />
      </Popover>
    </div>
  )
}
