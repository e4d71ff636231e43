import { Link } from 'lucide-react'
import { useMemo } from 'react'
import { parsePermalink } from '#shared/domain/permalink.ts'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { destinationsOf, findDestinations, type Destination } from '../../state/destinations.ts'
import { PRESENCE_WORDS } from '../../state/presence.ts'
import { CountBadge } from '../../ui/count-badge.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Finder, type FinderOption } from '../../ui/finder.tsx'

/** Goes to a room or a person by typing a part of the name, or to a message by pasting its link. */
export function Switcher() {
  const { closeDialog } = useActions()
  const isOpen = useAppState(
    (state) => state.view.dialog === 'switcher' && state.view.screen === 'server',
  )
  return (
    <Dialog isOpen={isOpen} onClose={closeDialog} look="bare" title="Go to a conversation">
      <Places />
    </Dialog>
  )
}

type Option = FinderOption & { readonly go: () => void }

function Places() {
  const { closeDialog, openConversation, openDirect, followLink } = useActions()
  const rooms = useAppState((state) => state.rooms)
  const privateRooms = useAppState((state) => state.privateRooms)
  const profiles = useAppState((state) => state.profiles)
  const summaries = useAppState((state) => state.summaries)
  const me = useAppState((state) => state.me)
  const openRoom = useAppState((state) => state.openRoom)
  const all = useMemo(
    () => destinationsOf({ rooms, privateRooms, profiles, summaries, me }),
    [rooms, privateRooms, profiles, summaries, me],
  )
  const optionFor = (place: Destination): Option => ({
    id: place.id,
    name: place.name,
    icon: place.icon ?? (
      <PersonAvatar
        id={place.personId}
        name={place.name}
        size="small"
        presence={place.presence ?? undefined}
      />
    ),
    note: place.id === openRoom ? 'open' : <Note place={place} />,
    go: () =>
      void (place.personId === null ? openConversation(place.id) : openDirect(place.personId)),
  })
  const find = (typed: string): readonly Option[] => {
    const link = typed.trim()
    if (parsePermalink(link)) {
      const go = (): void => void followLink(link)
      return [{ id: 'link', name: 'Go to this message', icon: <Link />, note: '', go }]
    }
    return findDestinations(all, typed).map(optionFor)
  }
  return (
    <Finder
      label="Room or person"
      placeholder="Go to a room or a person"
      listLabel="Found conversations"
      find={find}
      none={(typed) => `No room and nobody is called “${typed.trim()}”.`}
      onChoose={({ go }) => {
        closeDialog()
        go()
      }}
    />
  )
}

function Note({ place }: { readonly place: Destination }) {
  if (place.calls > 0) return <CountBadge count={place.calls} label="unread messages" />
  if (place.isArchived) return 'archived'
  return place.presence === null ? null : PRESENCE_WORDS[place.presence]
}
