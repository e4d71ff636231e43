import { useEffect, useRef, type CSSProperties } from 'react'
import type { PictureName } from '#shared/domain/call-pictures.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectIsFrozen } from '../../state/call-selectors.ts'
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

/** One picture with what it is of, and a ring while that one speaks; one that stands still is seen to. */
export function CallPicture({ name, words, className, style, click = null }: CallPictureProps) {
  const isSpeaking = useAppState((state) => selectIsSeenSpeaking(state, name))
  const isFrozen = useAppState((state) => selectIsFrozen(state, name))
  const place = {
    className: classNames(
      ...[styles['picture'], className],
      isSpeaking && styles['speaking'],
      isFrozen && styles['frozen'],
    ),
    style,
    // The description, not the name, tells who speaks: a name that changes is read out again and again.
    'aria-description': isSpeaking ? 'Speaking' : undefined,
  }
  const told = isFrozen ? `${words}, reconnecting…` : words
  const picture = (
    <>
      <Video name={name} words={words} />
      <span className={styles['caption']} aria-hidden="true">
        {told}
      </span>
    </>
  )
  if (click === null) return <div {...place}>{picture}</div>
  return (
    <button
      {...place}
      type="button"
      data-picture={keyOf(name)}
      aria-label={`${click.label}: ${told}`}
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
