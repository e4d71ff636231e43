import { FileText, Images, Mic, type LucideIcon } from 'lucide-react'
import type { MediaKind } from '#shared/domain/media-kinds.ts'
import { EmptyList, FailedList } from '../../app/parts/list-state.tsx'
import { useActions } from '../../app/services-context.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './media-list.module.css'

const NOTHING: Record<MediaKind, { readonly Icon: LucideIcon; readonly text: string }> = {
  pictures: { Icon: Images, text: 'No pictures were sent here yet.' },
  files: { Icon: FileText, text: 'No files were sent here yet.' },
  voice: { Icon: Mic, text: 'No voice messages were sent here yet.' },
}

export function Empty({ kind }: { readonly kind: MediaKind }) {
  const { Icon, text } = NOTHING[kind]
  return <EmptyList Icon={Icon}>{text}</EmptyList>
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

export function Failed({ reason }: { readonly reason: string }) {
  const { reloadMedia } = useActions()
  return (
    <FailedList
      reason={reason}
      whenAway="What was sent is shown as soon as the server is back."
      onRetry={() => void reloadMedia()}
    />
  )
}
