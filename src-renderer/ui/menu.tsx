import { Menu as Base } from '@base-ui/react/menu'
import { useRef, type ReactElement, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'
import styles from './menu.module.css'

/** A list of verbs behind a button. */
export function Menu({
  trigger,
  children,
}: {
  readonly trigger: ReactElement
  readonly children: ReactNode
}) {
  // Beside its button, so that it belongs to the same landmark.
  const home = useRef<HTMLDivElement>(null)
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <div ref={home} />
      <Base.Portal container={home}>
        <Base.Positioner sideOffset={6} align="start" className={styles['positioner']}>
          <Base.Popup className={styles['popup']}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export function MenuItem({
  icon,
  shortcut,
  tone = 'normal',
  onSelect,
  children,
}: {
  readonly icon: ReactNode
  readonly shortcut?: string
  readonly tone?: 'normal' | 'danger'
  readonly onSelect: () => void
  readonly children: ReactNode
}) {
  return (
    <Base.Item
      className={classNames(styles['item'], tone === 'danger' && styles['danger'])}
      onClick={onSelect}
    >
      {icon}
      <span className={styles['text']}>{children}</span>
      {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
    </Base.Item>
  )
}

export function MenuSeparator() {
  return <Base.Separator className={styles['separator']} />
}
