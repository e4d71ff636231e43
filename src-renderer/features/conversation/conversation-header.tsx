import { Ellipsis, Menu as MenuIcon, Search, Users } from 'lucide-react'
import { isReservedForDirect } from '#shared/domain/direct.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import type { ReactNode } from 'react'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectOpenPerson, selectOpenRoom } from '../../state/selectors.ts'
import { PRESENCE_WORDS } from '../../state/presence.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { shortcutKeys } from '../../ui/shortcut-keys.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { NO_PEOPLE_COLUMN, ONE_COLUMN, useMediaQuery } from '../../ui/use-media-query.ts'
import { CallButton } from './call-button.tsx'
import styles from './conversation-header.module.css'
import { useConversationTools } from './conversation-tools.tsx'
import { MediaButton } from './media-button.tsx'
import { PinsButton } from './pins-button.tsx'
import { VoiceButton } from './voice-button.tsx'

/** Draws what can be done with a conversation. */
export type RenderMenu = (roomId: RoomId) => ReactNode

export function ConversationHeader({ renderMenu }: { readonly renderMenu: RenderMenu }) {
  const { openDrawer, openSearch } = useActions()
  const { roomId, overlays } = useConversationTools()
  const isOneColumn = useMediaQuery(ONE_COLUMN)
  return (
    <header className={styles['header']}>
      {isOneColumn && (
        <IconButton label="Show rooms" onClick={() => openDrawer('rooms')}>
          <MenuIcon aria-hidden="true" />
        </IconButton>
      )}
      <div className={styles['title']}>
        {isReservedForDirect(roomId) ? <PersonTitle /> : <RoomTitle />}
      </div>
      {isReservedForDirect(roomId) ? <CallButton /> : <VoiceButton roomId={roomId} />}
      <IconButton
        label="Search messages"
        shortcut={shortcutKeys('F')}
        variant="outline"
        onClick={openSearch}
      >
        <Search aria-hidden="true" />
      </IconButton>
      <PinsButton />
      {!isOneColumn && <MediaButton />}
      <Menu
        home={overlays}
        trigger={
          <IconButton label="Conversation options" variant="outline">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        {renderMenu(roomId)}
      </Menu>
      <PeopleButton />
    </header>
  )
}

function RoomTitle() {
  const room = useAppState(selectOpenRoom)
  if (!room) return <Skeleton width={120} height={14} />
  return (
    <>
      <h1 className={styles['name']}>
        <span aria-hidden="true">{room.icon}</span> {room.name}
      </h1>
      <p className={styles['topic']}>{room.topic}</p>
    </>
  )
}

function PersonTitle() {
  const person = useAppState(selectOpenPerson)
  if (!person) return <Skeleton width={120} height={14} />
  const presence = PRESENCE_WORDS[person.presence]
  return (
    <>
      <PersonAvatar id={person.id} name={person.name} presence={person.presence} />
      <div className={styles['person']}>
        <h1 className={styles['name']}>{person.name}</h1>
        <p className={styles['presence']} dir="auto">
          {person.statusText === '' ? presence : `${presence} · ${person.statusText}`}
        </p>
      </div>
    </>
  )
}

function PeopleButton() {
  const { openDrawer, closeSearch, closeMedia, updateSettings } = useActions()
  const { roomId } = useConversationTools()
  const isDirect = isReservedForDirect(roomId)
  const count = useAppState((state) => (isDirect ? null : (state.people?.length ?? null)))
  const isTaken = useAppState((state) => state.search !== null || state.mediaList !== null)
  const isOpen = useAppState((state) => state.settings.isPeopleListOpen) && !isTaken
  const isDrawer = useMediaQuery(NO_PEOPLE_COLUMN)
  const what = isDirect ? 'details' : 'people'
  const name = !isDrawer && isOpen ? `Hide ${what}` : `Show ${what}`
  return (
    <IconButton
      label={count === null ? name : `${name}, ${count} here`}
      variant="outline"
      className={styles['people']}
      aria-expanded={isDrawer ? undefined : isOpen}
      onClick={() => {
        if (isDrawer) return openDrawer('people')
        // These stand where people would.
        closeSearch()
        closeMedia()
        void updateSettings({ isPeopleListOpen: !isOpen })
      }}
    >
      <Users aria-hidden="true" />
      {count}
    </IconButton>
  )
}
