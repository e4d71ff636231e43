import { CircleAlert } from 'lucide-react'
import styles from './problem.module.css'

/** Why something did not happen, as a sentence; read out when it appears. */
export function Problem({ children }: { readonly children: string | null }) {
  if (children === null) return null
  return (
    <p className={styles['problem']} role="alert">
      <CircleAlert aria-hidden="true" />
      <span>{children}</span>
    </p>
  )
}
