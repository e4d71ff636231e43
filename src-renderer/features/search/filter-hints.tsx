import styles from './search-panel.module.css'

/** What can be asked for beside words. */
const FILTERS = [
  { filter: 'from:', example: 'from:Anna', says: 'said by somebody' },
  { filter: 'in:', example: 'in:General', says: 'said in a room' },
  { filter: 'after:', example: 'after:2026-01-31', says: 'said after a day' },
  { filter: 'before:', example: 'before:2026-01-31', says: 'said before a day' },
  { filter: 'has:link', example: 'has:link', says: 'with a link' },
  { filter: 'has:voice', example: 'has:voice', says: 'a voice message' },
  { filter: 'has:file', example: 'has:file', says: 'with a file' },
  { filter: 'has:pin', example: 'has:pin', says: 'pinned' },
] as const

/** Shown until somebody asks for something: a click writes the filter into the field. */
export function FilterHints({
  query,
  onAdd,
}: {
  readonly query: string
  readonly onAdd: (query: string) => void
}) {
  return (
    <div className={styles['hints']}>
      <p className={styles['note']}>
        Words, “exact phrases”, and filters. The last word may be only its beginning.
      </p>
      <ul aria-label="Filters">
        {FILTERS.map(({ filter, example, says }) => (
          <li key={filter}>
            <button
              type="button"
              className={styles['hint']}
              onClick={() => onAdd(`${query}${query === '' ? '' : ' '}${filter}`)}
            >
              <code>{example}</code>
              <span>{says}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
