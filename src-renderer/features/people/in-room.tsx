import type { ReactNode } from 'react'
import { useAppState } from '../../app/services-context.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ColumnHeading } from '../../ui/column-heading.tsx'
import styles from './people-panel.module.css'
import { PersonRow } from './person-row.tsx'
import type { RenderPersonMenu } from './render-menu.ts'

/** Who is in the room on the screen. */
export function InRoom({
  action,
  renderMenu,
}: {
  readonly action: ReactNode
  readonly renderMenu: RenderPersonMenu
}) {
  const people = useAppState((state) => state.people)
  return (
    <>
      <div className={styles['head']}>
        <ColumnHeading>In this room{people && `, ${people.length}`}</ColumnHeading>
        {action}
      </div>
      {people === null ? (
        <NotTold />
      ) : (
        <ul className={styles['list']} aria-label="People">
          {people.map(({ id, name }) => (
            <PersonRow key={id} id={id} name={name} renderMenu={renderMenu} />
          ))}
        </ul>
      )}
    </>
  )
}

/** Nobody has told who is here yet, or nobody can. */
function NotTold() {
  const isAway = useAppState(({ link }) => link.phase !== 'online' && link.phase !== 'connecting')
  if (isAway) return <p className={styles['unknown']}>Shown when the server is back.</p>
  return (
    <div role="status" aria-label="Loading people" className={styles['list']}>
      {[88, 112, 72].map((width) => (
        <div key={width} className={styles['person']}>
          <Skeleton width={32} height={32} isRound />
          <Skeleton width={width} />
        </div>
      ))}
    </div>
  )
}
