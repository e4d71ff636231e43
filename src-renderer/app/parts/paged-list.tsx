import type { LucideIcon } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import type { Result } from '#shared/lib/result.ts'
import { Button } from '../../ui/button.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { useAppState } from '../services-context.tsx'
import { EmptyList, FailedList } from './list-state.tsx'
import styles from './paged-list.module.css'
import { useLoaded } from './use-loaded.ts'

export interface ListPage<Item> {
  readonly items: readonly Item[]
  /** There are older ones. */
  readonly more: boolean
}

/** What the server has of something, the newest first, a page at a time: in a dialog. */
export function PagedList<Item>({
  label,
  empty,
  whenAway,
  load,
  children,
}: {
  readonly label: string
  /** Shown where there is none. */
  readonly empty: { readonly Icon: LucideIcon; readonly text: string }
  /** Said while it cannot come because the server is away. */
  readonly whenAway: string
  /** @param last the oldest one that is here; null for the first page */
  readonly load: (last: Item | null) => Promise<Result<ListPage<Item>, string>>
  /** Draws one as an `li` with a key. */
  readonly children: (item: Item) => ReactNode
}) {
  const { value: page, problem, set, reload } = useLoaded(() => load(null))
  useWhenBack(() => {
    if (problem !== null) reload()
  })
  const older = useSubmit(async () => {
    const next = await load(page?.items.at(-1) ?? null)
    if (next.ok) set({ ...next.value, items: [...(page?.items ?? []), ...next.value.items] })
    return next
  })
  return (
    <div className={styles['part']}>
      <Problem>{older.problem}</Problem>
      {page === null && problem === null && <Skeleton width="60%" />}
      {page === null && problem !== null && (
        <FailedList reason={problem} whenAway={whenAway} onRetry={reload} />
      )}
      {page?.items.length === 0 && <EmptyList Icon={empty.Icon}>{empty.text}</EmptyList>}
      {page && page.items.length > 0 && (
        <ul className={styles['list']} aria-label={label}>
          {page.items.map(children)}
        </ul>
      )}
      {page?.more && (
        <Button variant="ghost" isWide isBusy={older.isBusy} onClick={() => void older.submit()}>
          Show older ones
        </Button>
      )}
    </div>
  )
}

/** Runs it each time that the server is back. */
function useWhenBack(run: () => void): void {
  const isOnline = useAppState((state) => state.link.phase === 'online')
  const wasOnline = useRef(isOnline)
  useEffect(() => {
    if (isOnline && !wasOnline.current) run()
    wasOnline.current = isOnline
  })
}
