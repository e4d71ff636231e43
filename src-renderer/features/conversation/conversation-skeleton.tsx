import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './conversation-skeleton.module.css'

const LINES = [
  ['38%', '62%'],
  ['24%', '48%'],
  ['30%', '70%'],
] as const

/** The outline of messages to come. */
export function ConversationSkeleton() {
  return (
    <div className={styles['list']} role="status" aria-label="Loading messages">
      {LINES.map(([short, long]) => (
        <div key={short} className={styles['message']}>
          <Skeleton width={38} height={38} isRound />
          <div className={styles['lines']}>
            <Skeleton width={120} />
            <Skeleton width={long} />
            <Skeleton width={short} />
          </div>
        </div>
      ))}
    </div>
  )
}
