import type { ComponentProps, ReactNode } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names.ts'
import { Spinner } from './spinner.tsx'

export interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: 'primary' | 'soft' | 'outline' | 'ghost' | 'danger'
  readonly size?: 'small' | 'medium' | 'large'
  readonly icon?: ReactNode
  /** Shows that it is at work. It stays focusable, so that the keyboard does not lose its place. */
  readonly isBusy?: boolean
  readonly isWide?: boolean
}

export function Button({
  variant = 'outline',
  size = 'medium',
  icon,
  isBusy = false,
  isWide = false,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={isBusy || undefined}
      className={classNames(
        styles['button'],
        styles[variant],
        styles[size],
        isWide && styles['wide'],
        className,
      )}
    >
      {isBusy ? <Spinner /> : icon}
      <span className={styles['label']}>{children}</span>
    </button>
  )
}
