import type { ReactNode } from 'react'
import type { Result } from '#shared/lib/result.ts'
import { Button } from '../../ui/button.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
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
  whenEmpty,
  load,
  children,
}: {
  readonly label: string
  /** Said where there is none. */
  readonly whenEmpty: string
  /** @param last the oldest one that is here; null for the first page */
  readonly load: (last: Item | null) => Promise<Result<ListPage<Item>, string>>
  /** Draws one as an `li` with a key. */
  readonly children: (item: Item) => ReactNode
}) {
  const { value: page, problem, set } = useLoaded(() => load(null))
  const older = useSubmit(async () => {
    const next = await load(page?.items.at(-1) ?? null)
    if (next.ok) set({ ...next.value, items: [...(page?.items ?? []), ...next.value.items] })
    return next
  })
  return (
    <div className={styles['part']}>
      <Problem>{problem ?? older.problem}</Problem>
      {page === null && problem === null && <Skeleton width="60%" />}
      {page?.items.length === 0 && <p className={styles['note']}>{whenEmpty}</p>}
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
