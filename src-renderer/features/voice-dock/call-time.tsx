import { useEffect } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { minutesOf } from '../../state/playback.ts'
import styles from './voice-dock.module.css'

/** How long it has lasted. Not read out each second. @param since in milliseconds since 1970 */
export function CallTime({ since }: { readonly since: number }) {
  const { watchClock } = useActions()
  const now = useAppState((state) => state.now)
  useEffect(() => watchClock(), [watchClock])
  return (
    <time className={styles['since']} aria-hidden="true">
      {minutesOf(Math.max(0, now - since) / 1_000)}
    </time>
  )
}
