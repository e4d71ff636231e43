import { memo } from 'react'
import type { TimelineRow } from '../../state/timeline.ts'
import { dayName } from './times.ts'
import { Message } from './message.tsx'
import { RoomStart } from './room-start.tsx'
import styles from './row.module.css'

/** One line of the conversation, below the name of its day and the line where reading stopped. */
export const Row = memo(function Row({
  row,
  isTarget,
}: {
  readonly row: TimelineRow
  readonly isTarget: boolean
}) {
  return (
    <div className={styles['row']}>
      {row.day !== null && (
        <div className={styles['day']} role="separator" aria-label={dayName(row.day)}>
          <span aria-hidden="true">{dayName(row.day)}</span>
        </div>
      )}
      {row.kind === 'message' && row.isFirstNew && (
        <div className={styles['new']} role="separator" aria-label="New messages">
          <span aria-hidden="true">New</span>
        </div>
      )}
      <Content row={row} isTarget={isTarget} />
    </div>
  )
})

function Content({ row, isTarget }: { readonly row: TimelineRow; readonly isTarget: boolean }) {
  switch (row.kind) {
    case 'start':
      return <RoomStart />
    case 'message':
      return <Message message={row.message} isContinued={row.isContinued} isTarget={isTarget} />
    case 'notice':
      return <p className={styles['notice']}>{row.text}</p>
  }
}
