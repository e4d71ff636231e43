import { CircleAlert, WifiOff, type LucideIcon } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { useAppState } from '../services-context.tsx'
import styles from './list-state.module.css'

/** What stands in the place of a list that has nothing in it. */
export function EmptyList({
  Icon,
  children,
}: {
  readonly Icon: LucideIcon
  readonly children: string
}) {
  return (
    <div className={styles['state']} role="status">
      <Icon aria-hidden="true" />
      <p>{children}</p>
    </div>
  )
}

/**
 * What stands in the place of a list that did not come. Without a connection there is nothing to try: whoever
 * shows it asks again as soon as there is one.
 */
export function FailedList({
  reason,
  whenAway,
  onRetry,
}: {
  readonly reason: string
  /** Said while the server is away. */
  readonly whenAway: string
  readonly onRetry: () => void
}) {
  const isOnline = useAppState((state) => state.link.phase === 'online')
  if (!isOnline) return <EmptyList Icon={WifiOff}>{whenAway}</EmptyList>
  return (
    <div className={styles['state']} role="alert">
      <CircleAlert aria-hidden="true" />
      <p>{reason}</p>
      <Button size="small" onClick={onRetry}>
        Try again
      </Button>
    </div>
  )
}
