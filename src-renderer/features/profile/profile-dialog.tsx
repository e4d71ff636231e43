import { useActions, useAppState } from '../../app/services-context.tsx'
import { ROLE_NAMES } from '../../state/manage.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { NameProtection } from './name-protection.tsx'
import { PictureField } from './picture-field.tsx'
import { PresenceChoice } from './presence-choice.tsx'
import styles from './profile-dialog.module.css'
import { StatusField } from './status-field.tsx'

/** What others see of me on this server. */
export function ProfileDialog() {
  const { closeDialog } = useActions()
  const isOpen = useAppState((state) => state.view.dialog === 'profile')
  const me = useAppState((state) => state.me)
  return (
    <Dialog
      isOpen={isOpen && me !== null}
      onClose={closeDialog}
      title={me?.name ?? 'Profile'}
      description={me ? `${ROLE_NAMES[me.role]} of this server` : undefined}
    >
      {me && (
        <div className={styles['fields']}>
          <PictureField me={me} />
          <PresenceChoice availability={me.availability} />
          <StatusField statusText={me.statusText} />
          <NameProtection
            key={String(me.isProtected)}
            name={me.name}
            isProtected={me.isProtected}
          />
        </div>
      )}
    </Dialog>
  )
}
