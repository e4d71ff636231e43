import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './icon-button.module.css'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** Its accessible name, and what the tooltip says. */
  readonly label: string
  /** A shortcut that does the same, for the tooltip. */
  readonly shortcut?: string
  readonly variant?: 'ghost' | 'outline' | 'primary'
  readonly isPressed?: boolean
  readonly children: ReactNode
}

/** A button that is only a picture; the tooltip carries its name to those who see. */
export function IconButton({
  label,
  shortcut,
  variant = 'ghost',
  isPressed,
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} {...(shortcut === undefined ? {} : { shortcut })}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-pressed={isPressed}
        className={classNames(styles['button'], styles[variant], className)}
      />
    </Tooltip>
  )
}
