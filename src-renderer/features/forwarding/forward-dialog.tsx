import { useMemo } from 'react'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { findMessage } from '../../state/conversation.ts'
import { destinationsOf, findDestinations } from '../../state/destinations.ts'
import { previewOf } from '../../state/notifying.ts'
import { PRESENCE_WORDS } from '../../state/presence.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Finder, type FinderOption } from '../../ui/finder.tsx'
import styles from './forward-dialog.module.css'

/** Chooses where a message is to be said again. */
export function ForwardDialog() {
  const { cancelForwarding } = useActions()
  const isOpen = useAppState((state) => state.forwarding !== null)
  return (
    <Dialog isOpen={isOpen} onClose={cancelForwarding} look="bare" title="Forward message">
      <Excerpt />
      <Places />
    </Dialog>
  )
}

/** What is being forwarded, so that nobody sends the wrong thing to the wrong people. */
function Excerpt() {
  const message = useAppState(
    ({ forwarding, conversations }) =>
      forwarding && findMessage(conversations.get(forwarding.roomId), forwarding.messageId),
  )
  if (!message) return null
  return (
    <p className={styles['excerpt']} dir="auto">
      <strong>{message.user}:</strong> {previewOf(message)}
    </p>
  )
}

type Option = FinderOption & {
  readonly id: Parameters<ReturnType<typeof useActions>['forwardTo']>[0]
}

function Places() {
  const { forwardTo } = useActions()
  const rooms = useAppState((state) => state.rooms)
  const privateRooms = useAppState((state) => state.privateRooms)
  const profiles = useAppState((state) => state.profiles)
  const summaries = useAppState((state) => state.summaries)
  const me = useAppState((state) => state.me)
  const all = useMemo(
    () =>
      destinationsOf({ rooms, privateRooms, profiles, summaries, me }).filter(
        ({ isArchived, personId }) =>
          !isArchived && (personId === null || me?.blocked.includes(personId) !== true),
      ),
    [rooms, privateRooms, profiles, summaries, me],
  )
  const find = (typed: string): readonly Option[] =>
    findDestinations(all, typed).map(({ id, name, icon, presence, personId }) => ({
      id,
      name,
      icon: icon ?? (
        <PersonAvatar id={personId} name={name} size="small" presence={presence ?? undefined} />
      ),
      note: presence === null ? null : PRESENCE_WORDS[presence],
    }))
  return (
    <Finder
      label="Forward to"
      placeholder="Forward to a room or a person"
      listLabel="Found conversations"
      find={find}
      none={(typed) => `No room and nobody is called “${typed.trim()}”.`}
      onChoose={({ id }) => forwardTo(id)}
    />
  )
}
