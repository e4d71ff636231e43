import styles from './spinner.module.css'

/** Something is under way. Say what in words beside it. */
export function Spinner() {
  return <span className={styles['spinner']} aria-hidden="true" />
}
