import { RadioGroup } from '@base-ui/react/radio-group'
import { Radio } from '@base-ui/react/radio'
import { classNames } from './class-names.ts'
import styles from './choice.module.css'

/** One of a few, side by side, or below each other where the words are long. */
export function Choice<Value extends string>({
  label,
  isLabelHidden = false,
  isStacked = false,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly isStacked?: boolean
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
}) {
  return (
    <div>
      {!isLabelHidden && (
        <div className={styles['label']} aria-hidden="true">
          {label}
        </div>
      )}
      <RadioGroup
        aria-label={label}
        value={value}
        onValueChange={(next) => onChange(next)}
        className={classNames(styles['group'], isStacked && styles['stacked'])}
      >
        {options.map((option) => (
          <Radio.Root
            key={option.value}
            value={option.value}
            aria-label={option.label}
            className={styles['option']}
          >
            {option.label}
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  )
}
