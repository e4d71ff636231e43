import { useEffect, useRef, type CSSProperties } from 'react'
import type { PictureName } from '#shared/domain/call-pictures.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectIsSeenSpeaking } from '../../state/voice-selectors.ts'
import { classNames } from '../../ui/class-names.ts'
import { keyOf } from './arrange.ts'
import styles from './call-stage.module.css'

interface CallPictureProps {
  readonly name: PictureName
  /** What it shows, in words. */
  readonly words: string
  readonly className?: string | undefined
  readonly style?: CSSProperties | undefined
  /** What a click on it does; without it there is nothing to click. */
  readonly click?: { readonly label: string; readonly act: () => void } | null
}

/** One picture with what it is of, and a ring while that one speaks. */
export function CallPicture({ name, words, className, style, click = null }: CallPictureProps) {
  const isSpeaking = useAppState((state) => selectIsSeenSpeaking(state, name))
  const place = {
    className: classNames(styles['picture'], className, isSpeaking && styles['speaking']),
    style,
    // The description, not the name, tells who speaks: a name that changes is read out again and again.
    'aria-description': isSpeaking ? 'Speaking' : undefined,
  }
  const picture = (
    <>
      <Video name={name} words={words} />
      <span className={styles['caption']} aria-hidden="true">
        {words}
      </span>
    </>
  )
  if (click === null) return <div {...place}>{picture}</div>
  return (
    <button
      {...place}
      type="button"
      data-picture={keyOf(name)}
      aria-label={`${click.label}: ${words}`}
      onClick={click.act}
    >
      {picture}
    </button>
  )
}

function Video({ name, words }: Pick<CallPictureProps, 'name' | 'words'>) {
  const { showPicture } = useActions()
  const video = useRef<HTMLVideoElement>(null)
  const { lane, of } = name
  useEffect(
    () => (video.current ? showPicture({ lane, of }, video.current) : undefined),
    [showPicture, lane, of],
  )
  const isMirrored = of === null && lane === 'camera'
  return (
    <video
      ref={video}
      className={classNames(styles['video'], isMirrored && styles['mirrored'])}
      aria-label={words}
      autoPlay
      muted
      playsInline
    />
  )
}
