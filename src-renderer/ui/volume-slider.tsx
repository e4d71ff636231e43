import { useId } from 'react'
import styles from './volume-slider.module.css'

const STEP = 0.05

/** How loud something is, from 0 to 200 %, with the number beside its name. */
export function VolumeSlider({
  label,
  value,
  isDisabled = false,
  onChange,
}: {
  readonly label: string
  /** 1 is as loud as it comes. */
  readonly value: number
  readonly isDisabled?: boolean
  readonly onChange: (value: number) => void
}) {
  const id = useId()
  const percent = `${Math.round(value * 100)} %`
  return (
    <div className={styles['field']}>
      <div className={styles['head']}>
        <label htmlFor={id} className={styles['label']}>
          {label}
        </label>
        <span aria-hidden="true" className={styles['value']}>
          {percent}
        </span>
      </div>
      <input
        id={id}
        type="range"
        className={styles['slider']}
        min={0}
        max={2}
        step={STEP}
        value={value}
        disabled={isDisabled}
        aria-valuetext={percent}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
    </div>
  )
}
