import { Maximize2, Minimize2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { PictureName } from '#shared/domain/call-pictures.ts'
import { CameraButton, HangUpButton, ShareButton } from '../../app/parts/call-buttons.tsx'
import { MuteButton } from '../../app/parts/own-voice-buttons.tsx'
import { useAppState } from '../../app/services-context.tsx'
import { selectCallPartner, selectPictures } from '../../state/call-selectors.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { CallPicture } from './call-picture.tsx'
import styles from './call-stage.module.css'

/** What is seen in a call, above whatever conversation is read; nothing while there is nothing to see. */
export function CallStage() {
  const partner = useAppState(selectCallPartner)
  const pictures = useAppState(selectPictures)
  if (!partner || pictures.length === 0) return null
  return <Stage partner={partner.name} pictures={pictures} />
}

function Stage({
  partner,
  pictures,
}: {
  readonly partner: string
  readonly pictures: readonly PictureName[]
}) {
  const stage = useRef<HTMLElement>(null)
  const [wanted, setWanted] = useState<string | null>(null)
  const isFull = useFullScreen(stage)
  const isAsked = useAppState((state) => state.calls.screens !== null)
  useEffect(() => {
    // The question which screen to share lies outside, where it would not be seen.
    if (isAsked && isFull) void toggleFullScreen(stage.current)
  }, [isAsked, isFull])
  const large = pictures.find((name) => keyOf(name) === wanted) ?? pictures[0]
  if (!large) return null
  const small = pictures.filter((name) => name !== large)
  return (
    <section
      ref={stage}
      className={styles['stage']}
      aria-label={`Pictures of the call with ${partner}`}
    >
      {/* What is there to be read is not covered. */}
      <div className={classNames(styles['pictures'], large.lane === 'screen' && styles['beside'])}>
        <CallPicture name={large} partner={partner} isLarge />
        {small.length > 0 && (
          <div className={styles['small']}>
            {small.map((name, place) => (
              <CallPicture
                // By its place: what was enlarged makes room for another one there, and the focus stays.
                key={place}
                name={name}
                partner={partner}
                onEnlarge={() => setWanted(keyOf(name))}
              />
            ))}
          </div>
        )}
      </div>
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
          onClick={() => void toggleFullScreen(stage.current)}
        >
          {isFull ? <Minimize2 aria-hidden="true" /> : <Maximize2 aria-hidden="true" />}
        </IconButton>
      </div>
    </section>
  )
}

const keyOf = ({ lane, of }: PictureName): string => `${of ?? 'own'} ${lane}`

function useFullScreen(stage: { readonly current: HTMLElement | null }): boolean {
  const [isFull, setFull] = useState(false)
  useEffect(() => {
    const look = (): void => setFull(document.fullscreenElement === stage.current)
    document.addEventListener('fullscreenchange', look)
    return () => document.removeEventListener('fullscreenchange', look)
  }, [stage])
  return isFull
}

async function toggleFullScreen(stage: HTMLElement | null): Promise<void> {
  // Refused where the system allows none; it stays as large as it is.
  if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined)
  else await stage?.requestFullscreen().catch(() => undefined)
}
