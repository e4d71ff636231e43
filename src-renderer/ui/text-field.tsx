import { Field } from '@base-ui/react/field'
import type { ComponentProps, ReactNode } from 'react'
import { CircleAlert } from 'lucide-react'
import { classNames } from './class-names.ts'
import styles from './text-field.module.css'

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  readonly label: string
  /** The label is there for those who cannot see the placeholder. */
  readonly isLabelHidden?: boolean
  readonly value: string
  readonly onValueChange: (value: string) => void
  readonly hint?: string
  /** One sentence; shown instead of the hint and announced. */
  readonly error?: string | null
  /** Something at the end of the line, such as a button. */
  readonly action?: ReactNode
}

export function TextField({
  label,
  isLabelHidden = false,
  value,
  onValueChange,
  hint,
  error = null,
  action,
  className,
  defaultValue: _uncontrolled,
  ...rest
}: TextFieldProps) {
  return (
    <Field.Root invalid={error !== null} className={classNames(styles['field'], className)}>
      <Field.Label className={classNames(styles['label'], isLabelHidden && 'visually-hidden')}>
        {label}
      </Field.Label>
      <div className={styles['line']}>
        <Field.Control
          {...rest}
          value={value}
          onValueChange={(next) => onValueChange(next)}
          className={styles['control']}
        />
        {action}
      </div>
      {error === null ? (
        hint !== undefined && (
          <Field.Description className={styles['hint']}>{hint}</Field.Description>
        )
      ) : (
        <Field.Error match className={styles['error']} role="alert">
          <CircleAlert aria-hidden="true" />
          <span>{error}</span>
        </Field.Error>
      )}
    </Field.Root>
  )
}
