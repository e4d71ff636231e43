import { ContextMenu as BaseContext } from '@base-ui/react/context-menu'
import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { useRef, type ReactElement, type ReactNode, type RefObject } from 'react'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'
import styles from './menu.module.css'

interface MenuProps {
  readonly trigger: ReactElement
  readonly children: ReactNode
  /** Where its elements live; by default beside the trigger, which a scrolling list would cut off. */
  readonly home?: RefObject<HTMLElement | null>
  readonly onOpenChange?: (isOpen: boolean) => void
  /** False while the chosen item moves the focus itself. */
  readonly finalFocus?: () => boolean
}

/** A list of verbs behind a button. */
export function Menu({ trigger, children, home, onOpenChange, finalFocus }: MenuProps) {
  // Beside its button, so that it belongs to the same landmark.
  const ownHome = useRef<HTMLDivElement>(null)
  return (
    <Base.Root onOpenChange={(isOpen) => onOpenChange?.(isOpen)}>
      <Base.Trigger render={trigger} />
      {!home && <div ref={ownHome} />}
      <Base.Portal container={home ?? ownHome}>
        <Base.Positioner
          sideOffset={6}
          align="start"
          positionMethod="fixed"
          className={styles['positioner']}
        >
          <Base.Popup className={styles['popup']} {...(finalFocus && { finalFocus })}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** The same list at the pointer: right click, long press, or the menu key. */
export function ContextMenu({
  trigger,
  children,
  home,
  onOpenChange,
  finalFocus,
}: MenuProps & { readonly home: RefObject<HTMLElement | null> }) {
  return (
    <BaseContext.Root onOpenChange={(isOpen) => onOpenChange?.(isOpen)}>
      <BaseContext.Trigger render={trigger} />
      <BaseContext.Portal container={home}>
        <BaseContext.Positioner positionMethod="fixed" className={styles['positioner']}>
          <BaseContext.Popup className={styles['popup']} {...(finalFocus && { finalFocus })}>
            {children}
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
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

/** One of several that exclude each other. */
export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
}) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles['groupLabel']}>{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: Value) => onChange(next)}>
        {options.map((option) => (
          <Base.RadioItem
            key={option.value}
            value={option.value}
            closeOnClick
            className={styles['item']}
          >
            <span className={styles['mark']}>
              <Base.RadioItemIndicator>
                <Check aria-hidden="true" />
              </Base.RadioItemIndicator>
            </span>
            <span className={styles['text']}>{option.label}</span>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  )
}

export function MenuSeparator() {
  return <Base.Separator className={styles['separator']} />
}
