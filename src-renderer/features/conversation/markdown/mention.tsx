import type { ReactNode } from 'react'
import { useActions, useAppState } from '../../../app/services-context.tsx'
import styles from './markdown.module.css'

/** The name of somebody who is spoken to; leads to the conversation with them. */
export function Mention({ children }: { readonly children: ReactNode }) {
  const { openDirect } = useActions()
  const name = typeof children === 'string' ? children.slice(1).toLocaleLowerCase() : ''
  const id = useAppState(({ profiles, me }) => {
    const person = [...profiles.values()].find((known) => known.name.toLocaleLowerCase() === name)
    return person && person.id !== me?.id ? person.id : null
  })
  if (id === null) return <strong className={styles['mention']}>{children}</strong>
  return (
    <button type="button" className={styles['mentionButton']} onClick={() => void openDirect(id)}>
      {children}
    </button>
  )
}
