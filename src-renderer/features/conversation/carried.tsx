import { FileText } from 'lucide-react'
import { isPicture } from '#shared/domain/media.ts'
import type { AttachmentWire } from '#shared/protocol/wire.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { atOrigin } from '../../state/at-origin.ts'
import { inUnits } from '../../state/attaching.ts'
import type { OutgoingMessage } from '../../state/conversation.ts'
import { selectServer } from '../../state/selectors.ts'
import type { ShownMessage } from '../../state/timeline.ts'
import { Button } from '../../ui/button.tsx'
import styles from './carried.module.css'
import { useConversationTools } from './conversation-tools.tsx'
import { Pictures } from './pictures.tsx'
import { VoicePlayer } from './voice-player.tsx'

/** What a message carries beside its text: sound, pictures and film in their place, the rest as cards. */
export function Carried({ message }: { readonly message: ShownMessage }) {
  const origin = useAppState((state) => selectServer(state)?.origin)
  const { voice, files, outgoing } = message
  if (outgoing && outgoing.files.length > 0) return <OnTheirWay outgoing={outgoing} />
  if (origin === undefined || (!voice && files.length === 0)) return null
  const withUrls = files.map((file) => atOrigin(file, origin))
  const pictures = withUrls.filter(({ mimeType }) => isPicture(mimeType))
  return (
    <div className={styles['list']}>
      {voice && <VoicePlayer voice={voice} message={message} />}
      {pictures.length > 0 && <Pictures pictures={pictures} />}
      {withUrls
        .filter((file) => !pictures.includes(file))
        .map((file) => (
          <CarriedFile key={file.url} file={file} />
        ))}
    </div>
  )
}

function CarriedFile({ file }: { readonly file: AttachmentWire }) {
  const { saveAttachment } = useActions()
  const { mimeType, url, name } = file
  if (mimeType.startsWith('video/')) {
    return (
      // A film that somebody sends has no text of what is said in it.
      <video className={styles['film']} src={url} controls preload="metadata" aria-label={name} />
    )
  }
  return (
    <>
      <button type="button" className={styles['item']} onClick={() => void saveAttachment(file)}>
        <FileText aria-hidden="true" />
        <span className={styles['name']}>{name}</span>
        <span className={styles['note']}>{inUnits(file.size)}</span>
      </button>
      {mimeType.startsWith('audio/') && (
        <audio className={styles['sound']} src={url} controls preload="none" aria-label={name} />
      )}
    </>
  )
}

/** Files that the server does not have yet, with how far they have come and a way to stop them. */
function OnTheirWay({ outgoing }: { readonly outgoing: OutgoingMessage }) {
  const { discardMessage } = useActions()
  const { roomId } = useConversationTools()
  const { clientId, files, state } = outgoing
  const isOnline = useAppState(({ link }) => link.phase === 'online')
  const part = useAppState(({ uploads }) => uploads.get(clientId) ?? 0)
  return (
    <div className={styles['list']}>
      {files.map((file) => (
        <div key={file.fileId} className={styles['item']}>
          <FileText aria-hidden="true" />
          <span className={styles['name']}>{file.name}</span>
          <span className={styles['note']}>{inUnits(file.size)}</span>
        </div>
      ))}
      {state.phase === 'sending' && (
        <div className={styles['way']}>
          {isOnline ? (
            <>
              <progress className={styles['progress']} aria-label="Uploaded" max={1} value={part} />
              <span className={styles['note']}>{Math.floor(part * 100)} %</span>
            </>
          ) : (
            <span className={styles['note']}>Waits for the server</span>
          )}
          <Button variant="ghost" size="small" onClick={() => discardMessage(roomId, clientId)}>
            Cancel
          </Button>
        </div>
      )}
    </div>
  )
}
