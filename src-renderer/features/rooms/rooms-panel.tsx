import { useAppState } from '../../app/services-context.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { RoomList } from './room-list.tsx'
import styles from './rooms-panel.module.css'
import { ServerHeader } from './server-header.tsx'
import { SelfBar } from './self-bar.tsx'

/** The server and its rooms. */
export function RoomsPanel() {
  const isLoading = useAppState((state) => state.rooms === null)
  return (
    <nav className={styles['panel']} aria-label="Rooms of the server">
      <ServerHeader />
      <div className={styles['scroll']}>
        <h2 className={styles['heading']} aria-hidden="true">
          Rooms
        </h2>
        {isLoading ? <LoadingRooms /> : <RoomList />}
      </div>
      <SelfBar />
    </nav>
  )
}

function LoadingRooms() {
  return (
    <div className={styles['loading']} role="status" aria-label="Loading rooms">
      <Skeleton width="60%" />
      <Skeleton width="45%" />
      <Skeleton width="52%" />
    </div>
  )
}
