import { classNames } from './class-names.ts'
import styles from './count-badge.module.css'

/** Beyond this the exact number says nothing more. */
const SHOWN_MAX = 99

/** How much waits, as a number that stands out. */
export function CountBadge({
  count,
  tone = 'accent',
  label,
}: {
  readonly count: number
  readonly tone?: 'accent' | 'danger'
  /** What is counted, for those who listen: "unread messages". */
  readonly label: string
}) {
  if (count === 0) return null
  return (
    <span className={classNames(styles['badge'], styles[tone])}>
      {count > SHOWN_MAX ? `${SHOWN_MAX}+` : count}
      <span className="visually-hidden"> {label}</span>
    </span>
  )
}
