import { CircleAlert, SearchX } from 'lucide-react'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectName } from '../../state/selectors.ts'
import type { Search, SearchResult } from '../../state/search.ts'
import { Button } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { highlightedExcerpt } from './highlight.ts'
import styles from './search-panel.module.css'

/** What was found, the newest first; or that nothing was, or why not. */
export function SearchResults({ search }: { readonly search: Search }) {
  const { searchOn } = useActions()
  const { phase, results, cursor } = search
  if (phase.kind === 'searching' && results.length === 0) return <Searching />
  if (phase.kind === 'failed') return <Failed reason={phase.reason} />
  if (phase.kind === 'found' && results.length === 0) return <Nothing />
  return (
    <div className={styles['results']} aria-busy={phase.kind === 'searching' || undefined}>
      <p className="visually-hidden" role="status">
        {results.length === 1 ? '1 message found' : `${results.length} messages found`}
      </p>
      <ul aria-label="Found messages">
        {results.map((result) => (
          <li key={result.message.id}>
            <Found result={result} />
          </li>
        ))}
      </ul>
      {cursor !== null && (
        <Button
          isWide
          variant="ghost"
          isBusy={phase.kind === 'loading-more'}
          onClick={() => void searchOn()}
        >
          Show older ones
        </Button>
      )}
    </div>
  )
}

function Found({ result }: { readonly result: SearchResult }) {
  const { openFound } = useActions()
  const { message, words } = result
  const where = useAppState((state) => selectName(state, message.roomId))
  return (
    <button type="button" className={styles['result']} onClick={() => void openFound(message)}>
      <PersonAvatar id={message.userId} name={message.user} />
      <span className={styles['found']}>
        <span className={styles['who']}>
          <strong>{message.user}</strong>
          <span>{where ?? 'elsewhere'}</span>
          <time dateTime={new Date(message.createdAt).toISOString()}>
            {new Date(message.createdAt).toLocaleDateString(undefined, { dateStyle: 'medium' })}
          </time>
        </span>
        <span className={styles['excerpt']} dir="auto">
          {message.type === 'voice'
            ? 'Voice message'
            : highlightedExcerpt(message.text, words).map((part, index) =>
                part.isMatch ? <mark key={index}>{part.text}</mark> : part.text,
              )}
        </span>
      </span>
    </button>
  )
}

function Searching() {
  return (
    <div role="status" aria-label="Searching" className={styles['waiting']}>
      {[80, 95, 60].map((width) => (
        <Skeleton key={width} width={`${width}%`} height={14} />
      ))}
    </div>
  )
}

function Nothing() {
  return (
    <div className={styles['empty']} role="status">
      <SearchX aria-hidden="true" />
      <p>Nothing found.</p>
      <p className={styles['note']}>Try fewer words, or search everywhere.</p>
    </div>
  )
}

function Failed({ reason }: { readonly reason: string }) {
  return (
    <div className={styles['empty']} role="alert">
      <CircleAlert aria-hidden="true" />
      <p>{reason}</p>
    </div>
  )
}
