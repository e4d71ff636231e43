import type { Paging } from '../../state/conversation.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Spinner } from '../../ui/spinner.tsx'
import styles from './message-list.module.css'

/** What reading on is waiting for, over the list so that nothing in it moves. */
export function PagingStatus({
  paging,
  direction,
  onRetry,
}: {
  readonly paging: Paging
  readonly direction: 'older' | 'newer'
  readonly onRetry: () => void
}) {
  if (paging.phase === 'idle') return null
  return (
    <div className={classNames(styles['paging'], styles[direction])} role="status">
      {paging.phase === 'loading' ? (
        <>
          <Spinner /> Loading {direction} messages
        </>
      ) : (
        <>
          {paging.reason}
          <Button variant="ghost" size="small" onClick={onRetry}>
            Try again
          </Button>
        </>
      )}
    </div>
  )
}
