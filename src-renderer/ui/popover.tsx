import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode, RefObject } from 'react'
import styles from './popover.module.css'

/** A small window beside its button. Closes with Esc or a click elsewhere. */
export function Popover({
  isOpen,
  onOpenChange,
  trigger,
  label,
  side = 'top',
  home,
  finalFocus,
  children,
}: {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly trigger: ReactElement
  readonly label: string
  readonly side?: 'top' | 'bottom'
  /** Where its elements live, so that it belongs to the landmark around it. */
  readonly home: RefObject<HTMLElement | null>
  /** False while what was chosen moves the focus itself. */
  readonly finalFocus?: () => boolean
  readonly children: ReactNode
}) {
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal container={home}>
        <Base.Positioner
          side={side}
          align="end"
          sideOffset={8}
          collisionPadding={8}
          positionMethod="fixed"
          className={styles['positioner']}
        >
          <Base.Popup
            className={styles['popup']}
            aria-label={label}
            {...(finalFocus && { finalFocus })}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
