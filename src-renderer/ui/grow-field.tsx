import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import styles from './grow-field.module.css'

/** A text field of several lines that is as high as its text, up to a limit. */
export function GrowField({
  value,
  className,
  ...rest
}: Omit<ComponentProps<'textarea'>, 'value'> & { readonly value: string }) {
  return (
    // The hidden copy gives the field its height.
    <div className={styles['grow']} data-text={value}>
      <textarea
        {...rest}
        value={value}
        rows={1}
        dir="auto"
        className={classNames(styles['field'], className)}
      />
    </div>
  )
}
