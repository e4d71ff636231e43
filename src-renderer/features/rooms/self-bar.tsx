import { Settings } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { shortcutKeys } from '../../ui/shortcut-keys.ts'
import styles from './self-bar.module.css'

/** Who I am here. */
export function SelfBar() {
  const { openDialog } = useActions()
  const name = useAppState((state) => state.me?.name ?? null)
  if (name === null) return null
  return (
    <div className={styles['bar']}>
      <Avatar name={name} />
      <span className={styles['name']}>{name}</span>
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
