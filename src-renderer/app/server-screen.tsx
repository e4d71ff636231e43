import { ConnectionBanner } from '../features/connection-banner/connection-banner.tsx'
import { Conversation } from '../features/conversation/conversation.tsx'
import { PeoplePanel } from '../features/people/people-panel.tsx'
import { Rail } from '../features/rail/rail.tsx'
import { RoomsPanel } from '../features/rooms/rooms-panel.tsx'
import { classNames } from '../ui/class-names.ts'
import { Drawer } from '../ui/drawer.tsx'
import { NO_PEOPLE_COLUMN, ONE_COLUMN, useMediaQuery } from '../ui/use-media-query.ts'
import { useActions, useAppState } from './services-context.tsx'
import styles from './server-screen.module.css'

/** Servers, rooms, conversation, people: side by side, or in drawers where there is no room. */
export function ServerScreen() {
  const { closeDrawer } = useActions()
  const drawer = useAppState((state) => state.view.drawer)
  const isPeopleListOpen = useAppState((state) => state.settings.isPeopleListOpen)
  const isOneColumn = useMediaQuery(ONE_COLUMN)
  const hasPeopleColumn = !useMediaQuery(NO_PEOPLE_COLUMN) && isPeopleListOpen
  return (
    <div className={classNames(styles['screen'], hasPeopleColumn && styles['withPeople'])}>
      {isOneColumn ? (
        <Drawer isOpen={drawer === 'rooms'} onClose={closeDrawer} label="Rooms" side="left">
          <Navigation />
        </Drawer>
      ) : (
        <Navigation />
      )}
      <main className={styles['main']}>
        <ConnectionBanner />
        <Conversation />
      </main>
      {hasPeopleColumn ? (
        <PeoplePanel />
      ) : (
        <Drawer isOpen={drawer === 'people'} onClose={closeDrawer} label="People" side="right">
          <PeoplePanel />
        </Drawer>
      )}
    </div>
  )
}

function Navigation() {
  return (
    <div className={styles['navigation']}>
      <Rail />
      <RoomsPanel />
    </div>
  )
}
