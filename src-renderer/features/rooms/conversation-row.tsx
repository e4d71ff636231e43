import { CircleAlert, Ellipsis } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import type { RoomId } from '#shared/domain/ids.ts'
import { useAppState } from '../../app/services-context.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ContextMenu, Menu } from '../../ui/menu.tsx'
import styles from './conversation-row.module.css'

/** Draws what can be done with a conversation. */
export type RenderMenu = (roomId: RoomId) => ReactNode

/** One line of the left column: opens a conversation, with a menu at its end and under the right button. */
export function ConversationRow({
  roomId,
  isUnread,
  isQuiet = false,
  hasMark,
  onOpen,
  renderMenu,
  action,
  below,
  children,
}: {
  readonly roomId: RoomId
  /** Something there was not read. */
  readonly isUnread: boolean
  /** Nobody wants to be told of it, so it does not stand out. */
  readonly isQuiet?: boolean
  /** Something stands at its end, in whose place the menu's button appears. */
  readonly hasMark: boolean
  readonly onOpen: () => void
  readonly renderMenu: RenderMenu
  /** A button of its own beside the menu's, while somebody is at the line. */
  readonly action?: ReactNode
  /** What belongs to it and stands under it. */
  readonly below?: ReactNode
  readonly children: ReactNode
}) {
  const overlays = useRef<HTMLDivElement>(null)
  const isOpen = useAppState((state) => state.openRoom === roomId)
  const hasFailed = useAppState(
    (state) =>
      state.conversations
        .get(roomId)
        ?.outgoing.some((message) => message.state.phase === 'failed') ?? false,
  )
  const row = (
    <div className={classNames(styles['row'], hasMark && styles['marked'])}>
      <button
        type="button"
        className={classNames(
          styles['open'],
          isUnread && !isQuiet && styles['unread'],
          isQuiet && styles['quiet'],
        )}
        aria-current={isOpen ? 'page' : undefined}
        data-conversation={roomId}
        onClick={onOpen}
      >
        {children}
        {isUnread && <span className="visually-hidden">, unread</span>}
        {hasFailed && (
          <CircleAlert
            className={styles['failed']}
            role="img"
            aria-label="A message was not sent"
          />
        )}
      </button>
      {action}
      <Menu
        home={overlays}
        trigger={
          <button type="button" className={styles['more']} aria-label="Options">
            <Ellipsis aria-hidden="true" />
          </button>
        }
      >
        {renderMenu(roomId)}
      </Menu>
    </div>
  )
  return (
    <li className={styles['item']}>
      <ContextMenu trigger={row} home={overlays}>
        {renderMenu(roomId)}
      </ContextMenu>
      {below}
      <div ref={overlays} />
    </li>
  )
}
