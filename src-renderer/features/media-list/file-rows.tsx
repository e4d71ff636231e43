import { Download, FileMusic, FileText, FileVideo, type LucideIcon } from 'lucide-react'
import { useActions } from '../../app/services-context.tsx'
import { inUnits } from '../../state/attaching.ts'
import type { MediaItem } from '../../state/media-list.ts'
import { shortDay } from '../../state/short-day.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { JumpButton } from './jump-button.tsx'
import styles from './media-list.module.css'

/** Files by their names, with whose they are and since when. */
export function FileRows({ items }: { readonly items: readonly MediaItem[] }) {
  const { saveAttachment } = useActions()
  return (
    <ul className={styles['rows']} aria-label="Files">
      {items.map(({ file, message }) => {
        const Icon = iconOf(file.mimeType)
        return (
          <li key={file.url} className={styles['row']}>
            <Icon aria-hidden="true" className={styles['kind']} />
            <div className={styles['about']}>
              <span className={styles['name']} dir="auto" title={file.name}>
                {file.name}
              </span>
              <span className={styles['note']}>
                {inUnits(file.size)} · {message.user} · {shortDay(message.createdAt)}
              </span>
            </div>
            <JumpButton message={message} what={file.name} />
            <IconButton label={`Download ${file.name}`} onClick={() => void saveAttachment(file)}>
              <Download aria-hidden="true" />
            </IconButton>
          </li>
        )
      })}
    </ul>
  )
}

function iconOf(mimeType: string): LucideIcon {
  if (mimeType.startsWith('video/')) return FileVideo
  return mimeType.startsWith('audio/') ? FileMusic : FileText
}
