import type { FormEvent, ReactNode } from 'react'
import styles from './form.module.css'

/** Fields below each other and the buttons at their end; Enter in a field is the last button. */
export function Form({
  onSubmit,
  buttons,
  children,
}: {
  readonly onSubmit: () => void
  readonly buttons: ReactNode
  readonly children: ReactNode
}) {
  const handleSubmit = (event: FormEvent): void => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className={styles['form']} onSubmit={handleSubmit} noValidate>
      {children}
      <div className={styles['buttons']}>{buttons}</div>
    </form>
  )
}
