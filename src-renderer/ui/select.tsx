import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { classNames } from './class-names.ts'
import styles from './select.module.css'

/** One of several, in the system's own list, which works with every keyboard and screen reader. */
export function Select<Value extends string>({
  label,
  isLabelHidden = false,
  value,
  options,
  hint,
  isDisabled = false,
  onChange,
}: {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly hint?: string
  readonly isDisabled?: boolean
  readonly onChange: (value: Value) => void
}) {
  const id = useId()
  return (
    <div className={styles['field']}>
      <label
        htmlFor={id}
        className={classNames(styles['label'], isLabelHidden && 'visually-hidden')}
      >
        {label}
      </label>
      <div className={styles['frame']}>
        <select
          id={id}
          className={styles['select']}
          value={value}
          disabled={isDisabled}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value)
            if (chosen) onChange(chosen.value)
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden="true" />
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </p>
      )}
    </div>
  )
}
