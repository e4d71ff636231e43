import { useEffect, useRef } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import type { MediaList } from '../../state/media-list.ts'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import styles from './media-list.module.css'

/** Reads on before the end is seen, in pixels. */
const LOAD_AHEAD = 400

/** Where older ones come in when somebody gets near; a button for whoever does not scroll. */
export function ListEnd({ list }: { readonly list: MediaList }) {
  const { loadMoreMedia } = useActions()
  const isOnline = useAppState((state) => state.link.phase === 'online')
  const end = useRef<HTMLDivElement>(null)
  const { phase, more, messages } = list
  const readsOn = more && isOnline && phase.kind === 'ready'
  useEffect(() => {
    const target = end.current
    if (!target || !readsOn) return
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void loadMoreMedia()
      },
      { root: target.parentElement, rootMargin: `${LOAD_AHEAD}px` },
    )
    observer.observe(target)
    return () => observer.disconnect()
    // After each page it may still be near.
  }, [loadMoreMedia, readsOn, messages.length])
  return (
    <div ref={end} className={styles['end']} role="status">
      {phase.kind === 'loading-more' && (
        <>
          <Spinner /> Loading older ones
        </>
      )}
      {!isOnline && more && 'Older ones are shown when the server is back.'}
      {isOnline && phase.kind === 'failed' && phase.reason}
      {isOnline && more && phase.kind !== 'loading-more' && (
        <Button variant="ghost" size="small" onClick={() => void loadMoreMedia()}>
          {phase.kind === 'failed' ? 'Try again' : 'Show older ones'}
        </Button>
      )}
    </div>
  )
}
