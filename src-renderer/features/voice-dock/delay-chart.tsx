import type { VoiceQuality } from '#shared/domain/audio.ts'
import { QUALITY_KEPT } from '../../state/voice.ts'
import { delayOf, millisecondsOf } from '../../state/voice-grades.ts'
import { linesOf, scaleOf } from './chart-lines.ts'
import styles from './connection-details.module.css'

const WIDTH = 240
const HEIGHT = 56

/** The delay of the last minute; the numbers below say the same in words. */
export function DelayChart({ history }: { readonly history: readonly VoiceQuality[] }) {
  const delays = history.map(delayOf)
  const known = delays.filter((delay) => delay !== null)
  if (known.length === 0) return null
  const top = scaleOf(known)
  const range = `${millisecondsOf(Math.min(...known))} to ${millisecondsOf(Math.max(...known))}`
  return (
    <figure className={styles['chart']}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Delay of the last minute: ${range}`}
      >
        <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} className={styles['grid']} />
        <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={styles['grid']} />
        {linesOf(delays, { width: WIDTH, height: HEIGHT, top, slots: QUALITY_KEPT }).map(
          (points) => (
            <polyline key={points} points={points} className={styles['curve']} />
          ),
        )}
      </svg>
      <figcaption aria-hidden="true" className={styles['scale']}>
        <span>{top} ms</span>
        <span>Last minute</span>
      </figcaption>
    </figure>
  )
}
