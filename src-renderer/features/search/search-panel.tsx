import { Search as SearchIcon } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectOpenName } from '../../state/selectors.ts'
import { Choice } from '../../ui/choice.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { FilterHints } from './filter-hints.tsx'
import { SearchResults } from './search-results.tsx'
import styles from './search-panel.module.css'

/** Search in everything that may be read, beside the conversation. */
export function SearchPanel() {
  const { closeSearch, runSearch, searchIn } = useActions()
  const search = useAppState((state) => state.search)
  const openRoom = useAppState((state) => state.openRoom)
  const openName = useAppState(selectOpenName)
  if (!search) return null
  return (
    <SidePanel title="Search" closeLabel="Close search" onClose={closeSearch}>
      <div className={styles['ask']}>
        <div className={styles['field']}>
          <SearchIcon aria-hidden="true" />
          <input
            type="search"
            aria-label="Search messages"
            placeholder="Search messages"
            value={search.query}
            maxLength={256}
            autoFocus
            spellCheck={false}
            onChange={(event) => void runSearch(event.target.value)}
          />
        </div>
        {openRoom !== null && (
          <Choice
            label="Where to search"
            isLabelHidden
            value={search.roomId === null ? 'everywhere' : 'here'}
            options={[
              { value: 'everywhere', label: 'Everywhere' },
              { value: 'here', label: openName ?? 'Here' },
            ]}
            onChange={(where) => searchIn(where === 'here' ? openRoom : null)}
          />
        )}
      </div>
      {search.phase.kind === 'idle' ? (
        <FilterHints query={search.query} onAdd={(query) => void runSearch(query)} />
      ) : (
        <SearchResults search={search} />
      )}
    </SidePanel>
  )
}
