import { Ellipsis, Shield } from 'lucide-react'
import type { PersonId } from '#shared/domain/ids.ts'
import { isAtLeast, type Role } from '#shared/domain/rights.ts'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { ROLE_NAMES } from '../../state/manage.ts'
import { PRESENCE_WORDS } from '../../state/presence.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import styles from './people-panel.module.css'
import type { RenderPersonMenu } from './render-menu.ts'

/** Somebody, with what they say about themselves; a click opens the conversation with them. */
export function PersonRow({
  id,
  name,
  renderMenu,
}: {
  readonly id: PersonId
  readonly name: string
  readonly renderMenu: RenderPersonMenu
}) {
  const { openDirect, closeDrawer } = useActions()
  const profile = useAppState((state) => state.profiles.get(id))
  const isMe = useAppState((state) => state.me?.id === id)
  // Somebody who is in the room is here, whatever the list of people says yet.
  const presence = profile?.presence
  const look = (
    <>
      <PersonAvatar id={id} name={name} presence={presence} />
      <span className={styles['text']}>
        <span className={classNames(styles['name'], presence === 'offline' && styles['absent'])}>
          {name}
        </span>
        <RoleMark role={profile?.role} />
        {presence && <span className="visually-hidden">, {PRESENCE_WORDS[presence]}</span>}
        {profile && profile.statusText !== '' && (
          <span className={styles['status']} dir="auto">
            {profile.statusText}
          </span>
        )}
      </span>
    </>
  )
  if (isMe) {
    return (
      <li className={styles['person']}>
        {look}
        <span className={styles['you']}>you</span>
      </li>
    )
  }
  return (
    <li className={styles['row']}>
      <button
        type="button"
        className={classNames(styles['person'], styles['button'])}
        onClick={() => {
          closeDrawer()
          void openDirect(id)
        }}
      >
        {look}
      </button>
      <Menu
        trigger={
          <IconButton label={`Options for ${name}`} className={styles['options']}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        {renderMenu(id)}
      </Menu>
    </li>
  )
}

/** Who looks after the server; being a member or a guest needs no mark. */
function RoleMark({ role }: { readonly role: Role | undefined }) {
  if (role === undefined || !isAtLeast(role, 'moderator')) return null
  return (
    <span className={styles['role']}>
      <Shield aria-hidden="true" />
      {ROLE_NAMES[role]}
    </span>
  )
}
