import {
  Ban,
  BellOff,
  DoorClosed,
  MessageSquare,
  Phone,
  ShieldBan,
  UserCheck,
  UserPlus,
  Volume2,
} from 'lucide-react'
import type { PersonId } from '#shared/domain/ids.ts'
import { RingItem } from '../../app/parts/ring-item.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectCanAdd } from '../../state/adding-people.ts'
import { selectHasCall } from '../../state/call-selectors.ts'
import { mayModerate, ROLE_NAMES, selectRolesToGive } from '../../state/manage.ts'
import { MenuChoice, MenuItem, MenuSeparator } from '../../ui/menu.tsx'

/** What can be done about somebody: talk to them, refuse to, and what one's role allows. */
export function PersonMenuItems({ personId }: { readonly personId: PersonId }) {
  const { openDirect, callPerson, invitePerson, closeDrawer, askToBlock, unblock } = useActions()
  const hasCall = useAppState(selectHasCall)
  const canAdd = useAppState((state) => selectCanAdd(state, personId))
  const isBlocked = useAppState((state) => state.me?.blocked.includes(personId) ?? false)
  const name = useAppState((state) => state.profiles.get(personId)?.name ?? 'this person')
  return (
    <>
      <MenuItem
        icon={<MessageSquare aria-hidden="true" />}
        onSelect={() => {
          closeDrawer()
          void openDirect(personId)
        }}
      >
        Message
      </MenuItem>
      {canAdd && (
        <MenuItem
          icon={<UserPlus aria-hidden="true" />}
          onSelect={() => {
            closeDrawer()
            void invitePerson(personId)
          }}
        >
          Add to the call
        </MenuItem>
      )}
      {!isBlocked && !hasCall && (
        <MenuItem
          icon={<Phone aria-hidden="true" />}
          onSelect={() => {
            closeDrawer()
            void callPerson(personId)
          }}
        >
          Call
        </MenuItem>
      )}
      {!isBlocked && <RingItem personId={personId} name={name} />}
      {isBlocked ? (
        <MenuItem icon={<UserCheck aria-hidden="true" />} onSelect={() => void unblock(personId)}>
          Unblock
        </MenuItem>
      ) : (
        <MenuItem icon={<Ban aria-hidden="true" />} onSelect={() => askToBlock(personId)}>
          Block
        </MenuItem>
      )}
      <RoleItems personId={personId} />
      <ModerationItems personId={personId} />
    </>
  )
}

function RoleItems({ personId }: { readonly personId: PersonId }) {
  const { setRole } = useActions()
  const role = useAppState((state) => state.profiles.get(personId)?.role)
  const may = useAppState((state) => mayModerate(state, 'person:set-role', personId))
  const roles = useAppState(selectRolesToGive)
  if (!may || !role) return null
  return (
    <>
      <MenuSeparator />
      <MenuChoice
        label="Role"
        value={role}
        options={roles.map((value) => ({ value, label: ROLE_NAMES[value] }))}
        onChange={(next) => void setRole(personId, next)}
      />
    </>
  )
}

function ModerationItems({ personId }: { readonly personId: PersonId }) {
  const { startModerating, unmute } = useActions()
  const mayMute = useAppState((state) => mayModerate(state, 'person:mute', personId))
  const mayKick = useAppState((state) => mayModerate(state, 'person:kick', personId))
  const mayBan = useAppState((state) => mayModerate(state, 'person:ban', personId))
  if (!mayMute && !mayKick && !mayBan) return null
  return (
    <>
      <MenuSeparator />
      {mayMute && (
        <>
          <MenuItem
            icon={<BellOff aria-hidden="true" />}
            onSelect={() => startModerating({ kind: 'mute', personId })}
          >
            Silence…
          </MenuItem>
          <MenuItem icon={<Volume2 aria-hidden="true" />} onSelect={() => void unmute(personId)}>
            Let speak again
          </MenuItem>
        </>
      )}
      {mayKick && (
        <MenuItem
          icon={<DoorClosed aria-hidden="true" />}
          tone="danger"
          onSelect={() => startModerating({ kind: 'kick', personId })}
        >
          Throw out…
        </MenuItem>
      )}
      {mayBan && (
        <MenuItem
          icon={<ShieldBan aria-hidden="true" />}
          tone="danger"
          onSelect={() => startModerating({ kind: 'ban', personId })}
        >
          Keep out…
        </MenuItem>
      )}
    </>
  )
}
