import { X } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { ColumnHeading } from './column-heading.tsx'
import { IconButton } from './icon-button.tsx'
import styles from './side-panel.module.css'

/** Something beside the conversation, with a name and a way to close it: by its button or with Escape. */
export function SidePanel({
  title,
  closeLabel,
  onClose,
  children,
}: {
  readonly title: string
  readonly closeLabel: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose()
  }
  return (
    <aside className={styles['panel']} aria-label={title} onKeyDown={closeOnEscape}>
      <div className={styles['head']}>
        <ColumnHeading>{title}</ColumnHeading>
        <IconButton label={closeLabel} onClick={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      {children}
    </aside>
  )
}
