import type { ReactNode } from 'react'
import styles from './column-heading.module.css'

/** Names a list in one of the columns beside the conversation. */
export const ColumnHeading = ({ children }: { readonly children: ReactNode }) => (
  <h2 className={styles['heading']}>{children}</h2>
)
