import { Settings } from 'lucide-react'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { shortcutKeys } from '../../ui/shortcut-keys.ts'
import styles from './self-bar.module.css'

/** Who I am here, and the way to change it. */
export function SelfBar() {
  const { openDialog } = useActions()
  const me = useAppState((state) => state.me)
  if (me === null) return null
  return (
    <div className={styles['bar']}>
      <button type="button" className={styles['me']} onClick={() => openDialog('profile')}>
        <span className="visually-hidden">Your profile, </span>
        <PersonAvatar id={me.id} name={me.name} />
        <span className={styles['words']}>
          <span className={styles['name']}>{me.name}</span>
          <span className={styles['status']}>{me.statusText || AVAILABLE_AS[me.availability]}</span>
        </span>
      </button>
      <IconButton
        label="Settings"
        shortcut={shortcutKeys(',')}
        onClick={() => openDialog('settings')}
      >
        <Settings aria-hidden="true" />
      </IconButton>
    </div>
  )
}

const AVAILABLE_AS = { online: 'Online', dnd: 'Do not disturb', invisible: 'Invisible' } as const
