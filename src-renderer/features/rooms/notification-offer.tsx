import { Bell } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import styles from './notification-offer.module.css'

/** Asked once something was missed, and not before: then it is clear what it is good for. */
export function NotificationOffer() {
  const { turnOnNotifications, declineNotifications } = useActions()
  const isOffered = useAppState((state) => state.isOfferingNotifications)
  if (!isOffered) return null
  return (
    <section className={styles['offer']} aria-label="Notifications">
      <p className={styles['text']}>
        <Bell aria-hidden="true" />
        Somebody wrote while you were looking elsewhere. Be told next time?
      </p>
      <div className={styles['actions']}>
        <Button size="small" variant="soft" onClick={() => void turnOnNotifications()}>
          Turn on
        </Button>
        <Button size="small" variant="ghost" onClick={declineNotifications}>
          No, thanks
        </Button>
      </div>
    </section>
  )
}
