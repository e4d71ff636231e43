import { CloudOff } from 'lucide-react'
import { useAppState } from '../../app/services-context.tsx'
import { ConversationSkeleton } from './conversation-skeleton.tsx'
import styles from './not-here.module.css'

/** A conversation that is still to come, or that cannot come because the server is away. */
export function NotHere() {
  const isAway = useAppState(({ link }) => link.phase !== 'online' && link.phase !== 'connecting')
  if (!isAway) return <ConversationSkeleton />
  return (
    <div className={styles['away']}>
      <CloudOff aria-hidden="true" />
      <p>This conversation is not kept on this device. It appears when the server is back.</p>
    </div>
  )
}
