import { classNames } from './class-names.ts'
import styles from './skeleton.module.css'

/** The outline of something that is loading, so that nothing jumps when it arrives. */
export function Skeleton({
  width,
  height = 12,
  isRound = false,
}: {
  readonly width: number | string
  readonly height?: number
  readonly isRound?: boolean
}) {
  return (
    <span
      aria-hidden="true"
      className={classNames(styles['skeleton'], isRound && styles['round'])}
      style={{ width, height }}
    />
  )
}
