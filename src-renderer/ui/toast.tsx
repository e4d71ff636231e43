import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './toast.module.css'
import { IconButton } from './icon-button.tsx'
import { classNames } from './class-names.ts'

const ICONS = { info: Info, success: CircleCheck, problem: CircleAlert } as const

/** Where notices appear; announced politely. */
export function ToastRegion({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles['region']} role="status" aria-label="Notices">
      {children}
    </div>
  )
}

export function Toast({
  tone,
  onDismiss,
  offer,
  children,
}: {
  readonly tone: keyof typeof ICONS
  readonly onDismiss: () => void
  /** A button to do something about it. */
  readonly offer?: ReactNode
  readonly children: ReactNode
}) {
  const Icon = ICONS[tone]
  return (
    <div className={classNames(styles['toast'], styles[tone])}>
      <Icon aria-hidden="true" />
      <p className={styles['text']}>{children}</p>
      {offer}
      <IconButton label="Dismiss" onClick={onDismiss} className={styles['close']}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  )
}
