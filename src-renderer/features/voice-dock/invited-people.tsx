import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import styles from './voice-dock.module.css'

/** Those whom this device asked into the call and who have not answered yet. */
export function InvitedPeople() {
  const { cancelInvitation } = useActions()
  const invited = useAppState((state) => state.calls.invited)
  if (invited.length === 0) return null
  return (
    <ul className={styles['invited']} aria-label="Invited">
      {invited.map(({ id, callee }) => (
        <li key={id} className={styles['line']}>
          <PersonAvatar id={callee.id} name={callee.name} size="small" />
          <span className={styles['words']}>
            <span className={styles['who']}>{callee.name}</span>
            <span className={styles['state']}>Ringing…</span>
          </span>
          <Button
            variant="ghost"
            size="small"
            aria-label={`Cancel the invitation of ${callee.name}`}
            onClick={() => cancelInvitation(id)}
          >
            Cancel
          </Button>
        </li>
      ))}
    </ul>
  )
}
