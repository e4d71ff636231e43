import type { ReactNode } from 'react'
import styles from './banner.module.css'
import { classNames } from './class-names.ts'

/** A line above the content that says what is the matter, with the next thing to do. */
export function Banner({
  tone,
  icon,
  children,
  actions,
}: {
  readonly tone: 'neutral' | 'warning' | 'danger'
  readonly icon: ReactNode
  readonly children: ReactNode
  readonly actions?: ReactNode
}) {
  return (
    <div className={classNames(styles['banner'], styles[tone])}>
      <span className={styles['icon']} aria-hidden="true">
        {icon}
      </span>
      <div className={styles['text']}>{children}</div>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </div>
  )
}
