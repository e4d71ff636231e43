import styles from './new-dot.module.css'

/** Beside what is new to somebody; to be said in words as well. */
export const NewDot = () => <span className={styles['dot']} aria-hidden="true" />
