import { Ban, Ellipsis, UserCheck } from 'lucide-react'
import type { ProfileWire } from '#shared/protocol/wire.ts'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { ROLE_NAMES } from '../../state/manage.ts'
import { PRESENCE_WORDS } from '../../state/presence.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { lastSeen } from './last-seen.ts'
import styles from './person-details.module.css'
import type { RenderPersonMenu } from './render-menu.ts'

/** The other one of a direct conversation. */
export function PersonDetails({
  person,
  renderMenu,
}: {
  readonly person: ProfileWire
  readonly renderMenu: RenderPersonMenu
}) {
  const { askToBlock, unblock } = useActions()
  const isBlocked = useAppState((state) => state.me?.blocked.includes(person.id) ?? false)
  return (
    <div className={styles['details']}>
      <PersonAvatar id={person.id} name={person.name} size="huge" presence={person.presence} />
      <h2 className={styles['name']}>{person.name}</h2>
      <p className={styles['presence']}>
        {person.presence === 'offline'
          ? `offline, last here ${lastSeen(person.lastSeenAt)}`
          : PRESENCE_WORDS[person.presence]}
      </p>
      <p className={styles['role']}>{ROLE_NAMES[person.role]}</p>
      {person.statusText !== '' && (
        <p className={styles['status']} dir="auto">
          {person.statusText}
        </p>
      )}
      <div className={styles['actions']}>
        {isBlocked ? (
          <Button
            size="small"
            icon={<UserCheck aria-hidden="true" />}
            onClick={() => void unblock(person.id)}
          >
            Unblock
          </Button>
        ) : (
          <Button
            size="small"
            icon={<Ban aria-hidden="true" />}
            onClick={() => askToBlock(person.id)}
          >
            Block
          </Button>
        )}
        <Menu
          trigger={
            <IconButton label={`Options for ${person.name}`} variant="outline">
              <Ellipsis aria-hidden="true" />
            </IconButton>
          }
        >
          {renderMenu(person.id)}
        </Menu>
      </div>
    </div>
  )
}
