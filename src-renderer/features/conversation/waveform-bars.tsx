import { useMemo } from 'react'
import { barsOf } from '../../state/playback.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './waveform-bars.module.css'

/** How loud a recording is over its time. What was heard already, `part` of it, has the colour of the accent. */
export function WaveformBars({
  waveform,
  part,
}: {
  readonly waveform: readonly number[] | null
  readonly part: number
}) {
  const bars = useMemo(() => barsOf(waveform), [waveform])
  return (
    <span className={styles['bars']} aria-hidden="true">
      {bars.map((bar, index) => (
        <span
          key={index}
          className={classNames(styles['bar'], index < part * bars.length && styles['heard'])}
          style={{ height: `${bar * 100}%` }}
        />
      ))}
    </span>
  )
}
