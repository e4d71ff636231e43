import type { Availability } from '#shared/domain/people.ts'
import { useActions } from '../../app/services-context.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import styles from './profile-dialog.module.css'

const OPTIONS = [
  { value: 'online', label: 'Online' },
  { value: 'dnd', label: 'Do not disturb' },
  { value: 'invisible', label: 'Invisible' },
] as const

const MEANINGS: Readonly<Record<Availability, string>> = {
  online: 'Others see you as here, and as away when you have not touched anything for a while.',
  dnd: 'Nothing rings or pops up. What is said waits for you.',
  invisible: 'You look offline in lists of people. In a room you can still be seen.',
}

export function PresenceChoice({ availability }: { readonly availability: Availability }) {
  const { updateProfile } = useActions()
  const { submit, problem } = useSubmit((next: Availability) =>
    updateProfile({ availability: next }),
  )
  return (
    <div>
      <Choice
        label="Presence"
        value={availability}
        options={OPTIONS}
        onChange={(next) => void submit(next)}
      />
      <p className={styles['note']}>{MEANINGS[availability]}</p>
      <Problem>{problem}</Problem>
    </div>
  )
}
