import {
  Ban,
  CheckCheck,
  EyeOff,
  Headphones,
  Images,
  LogOut,
  Search,
  Settings2,
  UserCheck,
} from 'lucide-react'
import type { NotificationLevel } from '#shared/domain/conversations.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import { RingItem } from '../../app/parts/ring-item.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { mayManageRoom } from '../../state/manage.ts'
import { selectName, selectRoom, summaryOf } from '../../state/selectors.ts'
import { selectVoiceRoomId } from '../../state/voice-selectors.ts'
import { MenuChoice, MenuItem, MenuSeparator } from '../../ui/menu.tsx'

const ROOM_LEVELS = [
  { value: 'all', label: 'All messages' },
  { value: 'mentions', label: 'Only mentions' },
  { value: 'nothing', label: 'Nothing' },
] as const

const DIRECT_LEVELS = [
  { value: 'all', label: 'All messages' },
  { value: 'nothing', label: 'Nothing' },
] as const

/** What can be done with a conversation without looking at it. */
export function ConversationMenuItems({ roomId }: { readonly roomId: RoomId }) {
  const { markAsRead, openMediaOf, setNotificationLevel, turnOnNotifications } = useActions()
  const summary = useAppState((state) => summaryOf(state, roomId))
  const permission = useAppState((state) => state.notificationPermission)
  const { withId, unread, notify } = summary
  const choose = (level: NotificationLevel): void => {
    void setNotificationLevel(roomId, level)
    // The moment at which somebody wants to be called is the one to ask the browser.
    if (level !== 'nothing' && permission === 'undecided') void turnOnNotifications()
  }
  return (
    <>
      <MenuChoice
        label="Notify me of"
        value={withId !== null && notify === 'mentions' ? 'all' : notify}
        options={withId === null ? ROOM_LEVELS : DIRECT_LEVELS}
        onChange={choose}
      />
      <MenuSeparator />
      {unread > 0 && (
        <MenuItem icon={<CheckCheck aria-hidden="true" />} onSelect={() => markAsRead(roomId)}>
          Mark as read
        </MenuItem>
      )}
      <MenuItem icon={<Images aria-hidden="true" />} onSelect={() => void openMediaOf(roomId)}>
        Media and files
      </MenuItem>
      {withId === null ? (
        <RoomItems roomId={roomId} />
      ) : (
        <DirectItems roomId={roomId} personId={withId} />
      )}
    </>
  )
}

function RoomItems({ roomId }: { readonly roomId: RoomId }) {
  const { manageRoom, removeFromRoom, openSearch, searchIn, joinVoice } = useActions()
  const room = useAppState((state) => selectRoom(state, roomId))
  const me = useAppState((state) => state.me?.id ?? null)
  const mayManage = useAppState((state) => room !== null && mayManageRoom(state, room))
  const isInVoice = useAppState((state) => selectVoiceRoomId(state) === roomId)
  if (!room) return null
  const hasMembers = room.access !== 'public'
  return (
    <>
      {room.archivedAt === null && !isInVoice && (
        <MenuItem icon={<Headphones aria-hidden="true" />} onSelect={() => void joinVoice(roomId)}>
          Join voice
        </MenuItem>
      )}
      <MenuItem
        icon={<Search aria-hidden="true" />}
        onSelect={() => {
          openSearch()
          searchIn(roomId)
        }}
      >
        Search here
      </MenuItem>
      {(mayManage || hasMembers) && (
        <MenuItem
          icon={<Settings2 aria-hidden="true" />}
          onSelect={() => manageRoom({ kind: 'existing', roomId })}
        >
          {mayManage ? 'Room settings' : 'Members'}
        </MenuItem>
      )}
      {hasMembers && me !== null && room.creatorId !== me && (
        <MenuItem
          icon={<LogOut aria-hidden="true" />}
          tone="danger"
          onSelect={() => void removeFromRoom(roomId, me)}
        >
          Leave for good
        </MenuItem>
      )}
    </>
  )
}

function DirectItems({
  roomId,
  personId,
}: {
  readonly roomId: RoomId
  readonly personId: NonNullable<ReturnType<typeof summaryOf>['withId']>
}) {
  const { hideDirect, askToBlock, unblock } = useActions()
  const isBlocked = useAppState((state) => state.me?.blocked.includes(personId) ?? false)
  const name = useAppState((state) => selectName(state, roomId) ?? 'this person')
  return (
    <>
      <MenuItem icon={<EyeOff aria-hidden="true" />} onSelect={() => void hideDirect(roomId)}>
        Hide from list
      </MenuItem>
      {!isBlocked && <RingItem personId={personId} name={name} />}
      {isBlocked ? (
        <MenuItem icon={<UserCheck aria-hidden="true" />} onSelect={() => void unblock(personId)}>
          Unblock {name}
        </MenuItem>
      ) : (
        <MenuItem
          icon={<Ban aria-hidden="true" />}
          tone="danger"
          onSelect={() => askToBlock(personId)}
        >
          Block {name}
        </MenuItem>
      )}
    </>
  )
}
