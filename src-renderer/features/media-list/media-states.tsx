import { CircleAlert, FileText, Images, Mic, WifiOff, type LucideIcon } from 'lucide-react'
import type { MediaKind } from '#shared/domain/media-kinds.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './media-list.module.css'

const NOTHING: Record<MediaKind, { readonly Icon: LucideIcon; readonly text: string }> = {
  pictures: { Icon: Images, text: 'No pictures were sent here yet.' },
  files: { Icon: FileText, text: 'No files were sent here yet.' },
  voice: { Icon: Mic, text: 'No voice messages were sent here yet.' },
}

export function Empty({ kind }: { readonly kind: MediaKind }) {
  const { Icon, text } = NOTHING[kind]
  return (
    <div className={styles['state']} role="status">
      <Icon aria-hidden="true" />
      <p>{text}</p>
    </div>
  )
}

export function Loading({ kind }: { readonly kind: MediaKind }) {
  const isGrid = kind === 'pictures'
  return (
    <div role="status" aria-label="Loading" className={isGrid ? styles['grid'] : styles['rows']}>
      {Array.from({ length: isGrid ? 9 : 4 }, (_, index) => (
        <Skeleton key={index} width="100%" height={isGrid ? 92 : 44} />
      ))}
    </div>
  )
}

/** Without a connection there is nothing to try: it is asked again as soon as there is one. */
export function Failed({ reason }: { readonly reason: string }) {
  const { reloadMedia } = useActions()
  const isOnline = useAppState((state) => state.link.phase === 'online')
  if (!isOnline) {
    return (
      <div className={styles['state']} role="status">
        <WifiOff aria-hidden="true" />
        <p>What was sent is shown as soon as the server is back.</p>
      </div>
    )
  }
  return (
    <div className={styles['state']} role="alert">
      <CircleAlert aria-hidden="true" />
      <p>{reason}</p>
      <Button size="small" onClick={() => void reloadMedia()}>
        Try again
      </Button>
    </div>
  )
}
