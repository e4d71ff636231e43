import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './welcome.module.css'

/** A join that failed for a reason that no field can solve. */
export function Problem({ children }: { readonly children: ReactNode }) {
  return (
    <p role="alert" className={styles['problem']}>
      <CircleAlert aria-hidden="true" />
      <span>{children}</span>
    </p>
  )
}
