import styles from './avatar.module.css'
import { classNames } from './class-names.ts'
import { initialsOf } from './initials.ts'
import { nameColour } from './name-colour.ts'

/** A person as a coloured circle with initials. Always beside the name, so it says nothing itself. */
export function Avatar({
  name,
  size = 'medium',
}: {
  readonly name: string
  readonly size?: 'small' | 'medium' | 'large'
}) {
  return (
    <span
      aria-hidden="true"
      className={classNames(styles['avatar'], styles[size])}
      data-initials={initialsOf(name)}
      style={{ background: nameColour(name) }}
    />
  )
}

/** A server as a rounded square with initials. */
export function ServerBadge({
  name,
  isActive = false,
}: {
  readonly name: string
  readonly isActive?: boolean
}) {
  return (
    <span
      aria-hidden="true"
      data-initials={initialsOf(name)}
      className={classNames(styles['server'], isActive && styles['active'])}
    />
  )
}
