import { Dialog as Base } from '@base-ui/react/dialog'
import { useRef, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './drawer.module.css'

/** A side panel over the window, for screens with room for one column. */
export function Drawer({
  isOpen,
  onClose,
  label,
  side,
  children,
}: {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly label: string
  readonly side: 'left' | 'right'
  readonly children: ReactNode
}) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup
          ref={popup}
          initialFocus={popup}
          className={classNames(styles['popup'], styles[side])}
        >
          <Base.Title className="visually-hidden">{label}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
