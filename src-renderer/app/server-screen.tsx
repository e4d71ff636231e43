import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import { CallStage } from '../features/call-stage/call-stage.tsx'
import { IncomingCall } from '../features/calls/incoming-call.tsx'
import { ConversationMenuItems } from '../features/conversation-menu/conversation-menu-items.tsx'
import { ConnectionBanner } from '../features/connection-banner/connection-banner.tsx'
import { Conversation } from '../features/conversation/conversation.tsx'
import { PersonMenuItems } from '../features/person-menu/person-menu-items.tsx'
import { PeoplePanel } from '../features/people/people-panel.tsx'
import { Rail } from '../features/rail/rail.tsx'
import { MediaPanel } from '../features/media-list/media-panel.tsx'
import { SearchPanel } from '../features/search/search-panel.tsx'
import { RoomsPanel } from '../features/rooms/rooms-panel.tsx'
import { CallPanel } from '../features/voice-dock/call-panel.tsx'
import { GroupCallPanel } from '../features/voice-dock/group-call-panel.tsx'
import { VoiceBar } from '../features/voice-dock/voice-bar.tsx'
import { VoiceDock } from '../features/voice-dock/voice-dock.tsx'
import { VoicePeople } from '../features/voice-people/voice-people.tsx'
import { classNames } from '../ui/class-names.ts'
import { Drawer } from '../ui/drawer.tsx'
import { NO_PEOPLE_COLUMN, ONE_COLUMN, useMediaQuery } from '../ui/use-media-query.ts'
import { useActions, useAppState } from './services-context.tsx'
import styles from './server-screen.module.css'

/** Servers, rooms, conversation, people: side by side, or in drawers where there is no room. */
export function ServerScreen() {
  const { closeDrawer } = useActions()
  const drawer = useAppState((state) => state.view.drawer)
  const isOneColumn = useMediaQuery(ONE_COLUMN)
  const side = useSide()
  return (
    <div className={classNames(styles['screen'], side && styles[side])}>
      {isOneColumn ? (
        <Drawer isOpen={drawer === 'rooms'} onClose={closeDrawer} label="Rooms" side="left">
          <Navigation />
        </Drawer>
      ) : (
        <Navigation />
      )}
      <main className={styles['main']}>
        <ConnectionBanner />
        {isOneColumn && <CallPanel isNarrow />}
        {isOneColumn && <GroupCallPanel isNarrow renderPeople={renderVoice} />}
        {isOneColumn && <VoiceBar />}
        <CallStage />
        <Conversation renderMenu={renderMenu} />
      </main>
      {side === 'search' && <SearchPanel />}
      {side === 'media' && <MediaPanel />}
      {side === 'people' && <PeoplePanel renderMenu={renderPersonMenu} />}
      {side === null && <SideDrawers />}
      <IncomingCall />
    </div>
  )
}

/** What stands in the right column; null where there is no room for one, or nothing is wanted. */
function useSide(): 'search' | 'media' | 'people' | null {
  const isSearching = useAppState((state) => state.search !== null)
  const isMediaOpen = useAppState((state) => state.mediaList !== null)
  const isPeopleListOpen = useAppState((state) => state.settings.isPeopleListOpen)
  if (useMediaQuery(NO_PEOPLE_COLUMN)) return null
  if (isSearching) return 'search'
  if (isMediaOpen) return 'media'
  return isPeopleListOpen ? 'people' : null
}

function SideDrawers() {
  const { closeDrawer, closeMedia } = useActions()
  const drawer = useAppState((state) => state.view.drawer)
  return (
    <>
      <Drawer isOpen={drawer === 'people'} onClose={closeDrawer} label="People" side="right">
        <PeoplePanel renderMenu={renderPersonMenu} />
      </Drawer>
      <Drawer isOpen={drawer === 'search'} onClose={closeDrawer} label="Search" side="right">
        <SearchPanel />
      </Drawer>
      <Drawer isOpen={drawer === 'media'} onClose={closeMedia} label="Media and files" side="right">
        <MediaPanel />
      </Drawer>
    </>
  )
}

/** The same menu at the conversation and at its line in the left column. */
const renderMenu = (roomId: RoomId) => <ConversationMenuItems roomId={roomId} />

/** The same menu in lists of people and beside a direct conversation. */
const renderPersonMenu = (personId: PersonId) => <PersonMenuItems personId={personId} />

const renderVoice = (roomId: RoomId) => <VoicePeople roomId={roomId} />

/** What one is in: a call of two or more, or the voice of a room. */
function Dock() {
  return (
    <>
      <CallPanel />
      <GroupCallPanel renderPeople={renderVoice} />
      <VoiceDock />
    </>
  )
}

function Navigation() {
  return (
    <div className={styles['navigation']}>
      <Rail />
      <RoomsPanel renderMenu={renderMenu} renderVoice={renderVoice} dock={<Dock />} />
    </div>
  )
}
