import { FileText, X } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { inUnits, type AttachedFile } from '../../state/attaching.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './attached-files.module.css'
import { useConversationTools } from './conversation-tools.tsx'

/** What goes out with the text that is being written. */
export function AttachedFiles({ files }: { readonly files: readonly AttachedFile[] }) {
  const { detachFile } = useActions()
  const { roomId, focusComposer } = useConversationTools()
  const isAway = useAppState((state) => state.link.phase !== 'online')
  if (files.length === 0) return null
  return (
    <>
      <ul className={styles['list']} aria-label="Attached files">
        {files.map((file) => (
          <li key={file.id} className={styles['file']}>
            {file.address === null ? (
              <span className={styles['icon']}>
                <FileText aria-hidden="true" />
              </span>
            ) : (
              <img className={styles['picture']} src={file.address} alt="" />
            )}
            <span className={styles['words']}>
              <span className={styles['name']}>{file.name}</span>
              <span className={styles['size']}>{inUnits(file.size)}</span>
            </span>
            <IconButton
              label={`Remove ${file.name}`}
              onClick={() => {
                detachFile(roomId, file.id)
                focusComposer()
              }}
            >
              <X aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
      {isAway && <p className={styles['note']}>They are sent when the server is back.</p>}
    </>
  )
}
