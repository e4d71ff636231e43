import styles from './logo.module.css'

/** The sign of the app: a speech bubble with a voice in it. */
export function Logo({ size = 30 }: { readonly size?: number }) {
  return (
    <svg
      className={styles['logo']}
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
    >
      <rect className={styles['tile']} width="32" height="32" rx="9" />
      <path
        className={styles['bubble']}
        d="M8 12a4 4 0 0 1 4-4h8a4 4 0 0 1 4 4v4a4 4 0 0 1-4 4h-5l-5 4v-4.500A4 4 0 0 1 8 16z"
      />
      <path className={styles['voice']} d="M13 12.500v3M16 11v6M19 12.500v3" />
    </svg>
  )
}
