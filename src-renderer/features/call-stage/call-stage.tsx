import { Maximize2, Minimize2 } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { CameraButton, HangUpButton, ShareButton } from '../../app/parts/call-buttons.tsx'
import { MuteButton } from '../../app/parts/own-voice-buttons.tsx'
import { useAppState } from '../../app/services-context.tsx'
import { selectCallPartner, selectPictures } from '../../state/call-selectors.ts'
import { selectGroupCall } from '../../state/group-calls.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './call-stage.module.css'
import { PicturesOfGroup } from './pictures-of-group.tsx'
import { PicturesOfTwo } from './pictures-of-two.tsx'

/** What is seen in a call, above whatever conversation is read; nothing while there is nothing to see. */
export function CallStage() {
  const partner = useAppState(selectCallPartner)
  const group = useAppState(selectGroupCall)
  const pictures = useAppState(selectPictures)
  if (pictures.length === 0) return null
  if (group) {
    return (
      <Stage label="Pictures of the call">
        <PicturesOfGroup group={group} pictures={pictures} />
      </Stage>
    )
  }
  if (!partner) return null
  return (
    <Stage label={`Pictures of the call with ${partner.name}`}>
      <PicturesOfTwo partner={partner.name} pictures={pictures} />
    </Stage>
  )
}

/** The place for them, with the way to the whole screen and back. */
function Stage({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const isFull = useFullScreen()
  return (
    <section className={classNames(styles['stage'], isFull && styles['full'])} aria-label={label}>
      <div className={styles['place']}>{children}</div>
      <div className={styles['bar']}>
        {isFull && (
          <>
            <MuteButton className={styles['button']} />
            <CameraButton className={styles['button']} />
            <ShareButton className={styles['button']} />
            <HangUpButton className={styles['button']} />
          </>
        )}
        <IconButton
          label={isFull ? 'Leave full screen' : 'Full screen'}
          className={styles['button']}
          onClick={() => void toggleFullScreen()}
        >
          {isFull ? <Minimize2 aria-hidden="true" /> : <Maximize2 aria-hidden="true" />}
        </IconButton>
      </div>
    </section>
  )
}

/** Left by itself when there is nothing more to see. */
function useFullScreen(): boolean {
  const [isFull, setFull] = useState(false)
  useEffect(() => {
    const look = (): void => setFull(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', look)
    return () => {
      document.removeEventListener('fullscreenchange', look)
      void leaveFullScreen()
    }
  }, [])
  return isFull
}

/** All of the page, and not the stage alone: notices, tooltips and questions lie over it. */
async function toggleFullScreen(): Promise<void> {
  if (document.fullscreenElement) return leaveFullScreen()
  // Refused where the system allows none; it stays as large as it is.
  await document.documentElement.requestFullscreen().catch(() => undefined)
}

async function leaveFullScreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined)
}
