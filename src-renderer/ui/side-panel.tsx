import { X } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
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
        <h2 className={styles['heading']}>{title}</h2>
        <button type="button" aria-label={closeLabel} className={styles['close']} onClick={onClose}>
          <X aria-hidden="true" />
        </button>
      </div>
      {children}
    </aside>
  )
}
