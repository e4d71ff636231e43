import { memo } from 'react'
import type { RoomId } from '#shared/domain/ids.ts'
import type { TimelineRow } from '../../state/timeline.ts'
import { dayName } from './times.ts'
import { Message } from './message.tsx'
import { RoomStart } from './room-start.tsx'
import styles from './row.module.css'

/** One line of the conversation, with the name of its day if it is the first of it. */
export const Row = memo(function Row({
  row,
  roomId,
}: {
  readonly row: TimelineRow
  readonly roomId: RoomId
}) {
  return (
    <div className={styles['row']}>
      {row.day !== null && (
        <div className={styles['day']} role="separator" aria-label={dayName(row.day)}>
          <span aria-hidden="true">{dayName(row.day)}</span>
        </div>
      )}
      <Content row={row} roomId={roomId} />
    </div>
  )
})

function Content({ row, roomId }: { readonly row: TimelineRow; readonly roomId: RoomId }) {
  switch (row.kind) {
    case 'start':
      return <RoomStart />
    case 'message':
      return <Message message={row.message} isContinued={row.isContinued} roomId={roomId} />
    case 'notice':
      return <p className={styles['notice']}>{row.text}</p>
  }
}
