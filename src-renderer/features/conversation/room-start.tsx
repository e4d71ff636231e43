import { Copy } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectOpenRoom, selectServer } from '../../state/selectors.ts'
import { Button } from '../../ui/button.tsx'
import styles from './room-start.module.css'

/** The top of a room: a welcome, and one hint about what to do next. */
export function RoomStart() {
  const room = useAppState(selectOpenRoom)
  const server = useAppState(selectServer)
  if (!room) return null
  return (
    <div className={styles['start']}>
      <div className={styles['icon']} aria-hidden="true">
        {room.icon}
      </div>
      <h2 className={styles['title']}>Welcome to {room.name}</h2>
      <p className={styles['text']}>
        {server?.isOwn
          ? 'Your server is live. Others on your network can join with this address:'
          : 'Everything said here is kept on the server. Write something below to say hello.'}
      </p>
      {server?.isOwn && <InviteLine />}
    </div>
  )
}

function InviteLine() {
  const { copyText, openDialog } = useActions()
  const address = useAppState((state) =>
    state.host?.phase === 'running' ? (state.host.addresses[0] ?? null) : null,
  )
  if (address === null) {
    return (
      <Button size="small" onClick={() => openDialog('host')}>
        Open host panel
      </Button>
    )
  }
  return (
    <div className={styles['invite']}>
      <code>{address.replace(/^http:\/\//, '')}</code>
      <Button
        size="small"
        variant="soft"
        icon={<Copy aria-hidden="true" />}
        onClick={() => void copyText(address, 'Address')}
      >
        Copy address
      </Button>
    </div>
  )
}
