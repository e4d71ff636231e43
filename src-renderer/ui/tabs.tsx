import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import styles from './tabs.module.css'

/** Several views of one thing, of which one is seen; the arrow keys go from tab to tab. */
export function Tabs<Value extends string>({
  label,
  value,
  options,
  onChange,
  children,
}: {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
  /** The view of the chosen tab. */
  readonly children: ReactNode
}) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next: Value) => onChange(next)}
      className={styles['root']}
    >
      <Base.List aria-label={label} className={styles['list']}>
        {options.map((option) => (
          <Base.Tab
            key={option.value}
            value={option.value}
            className={styles['tab']}
            // Where whoever opened this with a key goes on.
            autoFocus={option.value === value}
          >
            {option.label}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel value={value} tabIndex={-1} className={styles['panel']}>
        {children}
      </Base.Panel>
    </Base.Root>
  )
}
