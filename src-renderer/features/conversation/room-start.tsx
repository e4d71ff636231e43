import { Copy } from 'lucide-react'
import type { ProfileWire } from '#shared/protocol/wire.ts'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectOpenPerson, selectOpenRoom, selectServer } from '../../state/selectors.ts'
import { Button } from '../../ui/button.tsx'
import styles from './room-start.module.css'

/** The top of a room: a welcome, and one hint about what to do next. */
export function RoomStart() {
  const room = useAppState(selectOpenRoom)
  const person = useAppState(selectOpenPerson)
  const server = useAppState(selectServer)
  if (person) return <DirectStart person={person} />
  if (!room) return null
  const isInUse = room.archivedAt === null
  const isInviting = isInUse && server?.isOwn === true
  return (
    <div className={styles['start']}>
      <div className={styles['icon']} aria-hidden="true">
        {room.icon}
      </div>
      <h2 className={styles['title']}>Welcome to {room.name}</h2>
      <p className={styles['text']}>
        {isInviting
          ? 'Your server is live. Others on your network can join with this address:'
          : `Everything said here is kept on the server.${isInUse ? ' Write something below to say hello.' : ''}`}
      </p>
      {isInviting && <InviteLine />}
    </div>
  )
}

function DirectStart({ person }: { readonly person: ProfileWire }) {
  return (
    <div className={styles['start']}>
      <PersonAvatar id={person.id} name={person.name} size="huge" />
      <h2 className={styles['title']}>{person.name}</h2>
      <p className={styles['text']}>
        Only you and {person.name} read what is said here.
        {person.presence === 'offline' &&
          ` ${person.name} is not here now and gets it on coming back.`}
      </p>
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
