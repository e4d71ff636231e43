import { Phone } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectHasCall } from '../../state/call-selectors.ts'
import { selectOpenPerson } from '../../state/selectors.ts'
import { Button } from '../../ui/button.tsx'
import styles from './voice-button.module.css'

/** Calls the person whose conversation is open, unless there is a call. */
export function CallButton() {
  const { callPerson } = useActions()
  const person = useAppState(selectOpenPerson)
  const isBlocked = useAppState((state) =>
    person ? (state.me?.blocked.includes(person.id) ?? false) : true,
  )
  const isBusy = useAppState(selectHasCall)
  if (!person || isBlocked || isBusy) return null
  return (
    <Button
      variant="soft"
      className={styles['join']}
      icon={<Phone aria-hidden="true" />}
      aria-label={`Call ${person.name}`}
      onClick={() => void callPerson(person.id)}
    >
      <span className={styles['words']}>Call</span>
    </Button>
  )
}
