import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { Kbd } from './kbd.tsx'
import styles from './tooltip.module.css'

/** A word about what is under the pointer or has the focus. Never the only place of information. */
export function Tooltip({
  text,
  shortcut,
  side = 'bottom',
  children,
}: {
  readonly text: string
  readonly shortcut?: string
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
  readonly children: ReactElement
}) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={8} className={styles['positioner']}>
          {/* It repeats the accessible name, so it would only be read twice. */}
          <Base.Popup className={styles['popup']} aria-hidden="true">
            {text}
            {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export const TooltipProvider = Base.Provider
