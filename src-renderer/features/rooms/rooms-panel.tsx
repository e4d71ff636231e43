import { Plus, Search, SquarePen } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectMay } from '../../state/manage.ts'
import { ColumnHeading } from '../../ui/column-heading.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { shortcutKeys } from '../../ui/shortcut-keys.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { ReactNode } from 'react'
import type { RenderMenu } from './conversation-row.tsx'
import { DirectList } from './direct-list.tsx'
import { NotificationOffer } from './notification-offer.tsx'
import { RoomList, type RenderVoice } from './room-list.tsx'
import styles from './rooms-panel.module.css'
import { ServerHeader } from './server-header.tsx'
import { SelfBar } from './self-bar.tsx'

/** The server with its conversations. */
export function RoomsPanel({
  renderMenu,
  renderVoice,
  dock,
}: {
  readonly renderMenu: RenderMenu
  readonly renderVoice: RenderVoice
  /** What stands above oneself at its end, in every conversation. */
  readonly dock: ReactNode
}) {
  const { openDialog, manageRoom } = useActions()
  const mayCreate = useAppState(selectMay('room:create'))
  const isLoading = useAppState((state) => state.rooms === null)
  return (
    <nav className={styles['panel']} aria-label="Conversations of the server">
      <ServerHeader />
      <div className={styles['scroll']}>
        <button type="button" className={styles['switch']} onClick={() => openDialog('switcher')}>
          <Search aria-hidden="true" />
          <span>Go to…</span>
          <Kbd>{shortcutKeys('K')}</Kbd>
        </button>
        <div className={styles['head']}>
          <ColumnHeading>Rooms</ColumnHeading>
          {mayCreate && (
            <IconButton
              label="Create room"
              className={styles['add']}
              onClick={() => manageRoom({ kind: 'new' })}
            >
              <Plus aria-hidden="true" />
            </IconButton>
          )}
        </div>
        {isLoading ? (
          <LoadingRooms />
        ) : (
          <RoomList renderMenu={renderMenu} renderVoice={renderVoice} />
        )}
        <div className={styles['head']}>
          <ColumnHeading>Direct messages</ColumnHeading>
          <IconButton
            label="New direct message"
            className={styles['add']}
            onClick={() => openDialog('switcher')}
          >
            <SquarePen aria-hidden="true" />
          </IconButton>
        </div>
        {!isLoading && <DirectList renderMenu={renderMenu} />}
      </div>
      <NotificationOffer />
      {dock}
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
