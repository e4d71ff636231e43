import { useEffect, useRef } from 'react'
import type { PictureName } from '#shared/domain/call-pictures.ts'
import { useActions } from '../../app/services-context.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './call-stage.module.css'

/** One picture with what it is of; a small one is a button that makes it large. */
export function CallPicture({
  name,
  partner,
  isLarge = false,
  onEnlarge,
}: {
  readonly name: PictureName
  readonly partner: string
  readonly isLarge?: boolean
  readonly onEnlarge?: () => void
}) {
  const { showPicture } = useActions()
  const video = useRef<HTMLVideoElement>(null)
  const { lane, of } = name
  useEffect(
    () => (video.current ? showPicture({ lane, of }, video.current) : undefined),
    [showPicture, lane, of],
  )
  const words = wordsFor(name, partner)
  const isMirrored = of === null && lane === 'camera'
  const picture = (
    <>
      <video
        ref={video}
        className={classNames(styles['video'], isMirrored && styles['mirrored'])}
        aria-label={words}
        autoPlay
        muted
        playsInline
      />
      <span className={styles['caption']} aria-hidden="true">
        {words}
      </span>
    </>
  )
  if (isLarge) return <div className={styles['large']}>{picture}</div>
  return (
    <button
      type="button"
      className={styles['tile']}
      aria-label={`Make larger: ${words}`}
      onClick={onEnlarge}
    >
      {picture}
    </button>
  )
}

function wordsFor({ lane, of }: PictureName, partner: string): string {
  if (of === null) return lane === 'camera' ? 'You' : 'Your screen, as it is shared'
  return lane === 'camera' ? partner : `Screen of ${partner}`
}
