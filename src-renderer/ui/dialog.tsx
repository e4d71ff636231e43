import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './dialog.module.css'

export interface DialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  readonly description?: ReactNode
  /** `bare` draws no heading of its own, only tells it to screen readers. */
  readonly look?: 'card' | 'bare'
  readonly width?: 'narrow' | 'medium' | 'wide' | 'full'
  /** Keys that were pressed anywhere inside. */
  readonly onKeyDown?: (event: KeyboardEvent) => void
  readonly children: ReactNode
  readonly footer?: ReactNode
}

/** A window over the window: keeps the focus inside, closes with Esc and gives the focus back. */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  look = 'card',
  width = 'medium',
  onKeyDown,
  children,
  footer,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Viewport className={styles['viewport']}>
          <Base.Popup
            ref={popup}
            onKeyDown={onKeyDown}
            // The window itself, so that a screen reader begins with its title and not with "Close".
            {...(look === 'card' && { initialFocus: popup })}
            className={classNames(styles['popup'], styles[width], styles[look])}
          >
            <div className={look === 'bare' ? 'visually-hidden' : styles['head']}>
              <div>
                <Base.Title className={styles['title']}>{title}</Base.Title>
                {description !== undefined && (
                  <Base.Description className={styles['description']}>
                    {description}
                  </Base.Description>
                )}
              </div>
              {look === 'card' && (
                <Base.Close className={styles['close']} aria-label="Close">
                  <X aria-hidden="true" />
                </Base.Close>
              )}
            </div>
            {children}
            {footer !== undefined && <div className={styles['footer']}>{footer}</div>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
