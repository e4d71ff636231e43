import { useActions, useAppState } from '../../app/services-context.tsx'
import styles from './room-list.module.css'

export function RoomList() {
  const { joinRoom } = useActions()
  const rooms = useAppState((state) => state.rooms) ?? []
  const openRoom = useAppState((state) => state.openRoom)
  return (
    <ul className={styles['list']} aria-label="Rooms">
      {rooms.map((room) => (
        <li key={room.id}>
          <button
            type="button"
            className={styles['room']}
            aria-current={room.id === openRoom ? 'page' : undefined}
            onClick={() => void joinRoom(room.id)}
          >
            <span className={styles['icon']} aria-hidden="true">
              {room.icon}
            </span>
            <span className={styles['name']}>{room.name}</span>
            <span className={styles['count']}>
              {room.users}
              <span className="visually-hidden">
                {room.users === 1 ? ' person here' : ' people here'}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
