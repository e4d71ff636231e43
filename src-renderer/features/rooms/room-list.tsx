import { BellOff, ChevronRight, Headphones, Lock, LockKeyhole } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { RoomId } from '#shared/domain/ids.ts'
import type { RoomWire } from '#shared/protocol/wire.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { callsIn, selectRooms, summaryOf } from '../../state/selectors.ts'
import { selectRecordingWords, selectVoiceRoomId } from '../../state/voice-selectors.ts'
import { classNames } from '../../ui/class-names.ts'
import { CountBadge } from '../../ui/count-badge.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ConversationRow, type RenderMenu } from './conversation-row.tsx'
import styles from './room-list.module.css'

/** Draws who is in the voice of a room. */
export type RenderVoice = (roomId: RoomId) => ReactNode

/** The rooms that are in use; those that are put away are behind a fold. */
export function RoomList(render: {
  readonly renderMenu: RenderMenu
  readonly renderVoice: RenderVoice
}) {
  const rooms = useAppState(selectRooms)
  const openRoom = useAppState((state) => state.openRoom)
  const [isUnfolded, setUnfolded] = useState(false)
  const archived = rooms.filter(({ archivedAt }) => archivedAt !== null)
  const isArchivedOpen = archived.some(({ id }) => id === openRoom)
  const isShown = isUnfolded || isArchivedOpen
  return (
    <>
      <ul className={styles['list']} aria-label="Rooms">
        {rooms
          .filter(({ archivedAt }) => archivedAt === null)
          .map((room) => (
            <RoomRow key={room.id} room={room} {...render} />
          ))}
      </ul>
      {archived.length > 0 && (
        <>
          <button
            type="button"
            className={styles['fold']}
            aria-expanded={isShown}
            onClick={() => setUnfolded(!isShown)}
          >
            <ChevronRight aria-hidden="true" />
            Archived, {archived.length}
          </button>
          {isShown && (
            <ul className={styles['list']} aria-label="Archived rooms">
              {archived.map((room) => (
                <RoomRow key={room.id} room={room} {...render} />
              ))}
            </ul>
          )}
        </>
      )}
    </>
  )
}

function RoomRow({
  room,
  renderMenu,
  renderVoice,
}: {
  readonly room: RoomWire
  readonly renderMenu: RenderMenu
  readonly renderVoice: RenderVoice
}) {
  const { openConversation } = useActions()
  const summary = useAppState((state) => summaryOf(state, room.id))
  const calls = callsIn(summary)
  const isQuiet = summary.notify === 'nothing'
  return (
    <ConversationRow
      roomId={room.id}
      isUnread={summary.unread > 0}
      isQuiet={isQuiet}
      hasMark
      onOpen={() => void openConversation(room.id)}
      renderMenu={renderMenu}
      action={room.archivedAt === null && <JoinVoice room={room} />}
      below={renderVoice(room.id)}
    >
      <span className={styles['icon']} aria-hidden="true">
        {room.icon}
      </span>
      <span className={styles['name']}>{room.name}</span>
      <AccessMark room={room} />
      {isQuiet && <BellOff className={styles['mark']} role="img" aria-label="Notifications off" />}
      {calls > 0 ? (
        <CountBadge
          count={calls}
          label={summary.notify === 'all' ? 'unread messages' : 'mentions of you'}
        />
      ) : (
        <PeopleCount users={room.users} />
      )}
    </ConversationRow>
  )
}

/**
 * One click from the voice of one room into that of another. Not on the line of the open room, which
 * has the button in its header.
 */
function JoinVoice({ room }: { readonly room: RoomWire }) {
  const { joinVoice } = useActions()
  const isOpen = useAppState((state) => state.openRoom === room.id)
  const isThere = useAppState((state) => selectVoiceRoomId(state) === room.id)
  const recording = useAppState((state) => selectRecordingWords(state, room.id))
  if (isOpen || isThere) return null
  return (
    <IconButton
      label={`Join voice in ${room.name}`}
      aria-description={recording ?? undefined}
      className={styles['voice']}
      onClick={() => void joinVoice(room.id)}
    >
      <Headphones aria-hidden="true" />
    </IconButton>
  )
}

function AccessMark({ room }: { readonly room: RoomWire }) {
  if (room.access === 'private') {
    return <Lock className={styles['mark']} role="img" aria-label="Private" />
  }
  if (room.access === 'password') {
    return <LockKeyhole className={styles['mark']} role="img" aria-label="With a password" />
  }
  return null
}

function PeopleCount({ users }: { readonly users: number }) {
  return (
    <span className={classNames(styles['count'])}>
      {users}
      <span className="visually-hidden">{users === 1 ? ' person here' : ' people here'}</span>
    </span>
  )
}
