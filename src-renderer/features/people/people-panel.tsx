import { useActions, useAppState } from '../../app/services-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { X } from 'lucide-react'
import { NO_PEOPLE_COLUMN, useMediaQuery } from '../../ui/use-media-query.ts'
import styles from './people-panel.module.css'

/** Who is in the open room. */
export function PeoplePanel() {
  const { closeDrawer } = useActions()
  const people = useAppState((state) => state.people)
  const me = useAppState((state) => state.me?.id)
  const isDrawer = useMediaQuery(NO_PEOPLE_COLUMN)
  return (
    <aside className={styles['panel']} aria-label="People in this room">
      <div className={styles['head']}>
        <h2 className={styles['heading']}>In this room{people && `, ${people.length}`}</h2>
        {isDrawer && (
          <button
            type="button"
            aria-label="Close"
            className={styles['close']}
            onClick={closeDrawer}
          >
            <X aria-hidden="true" />
          </button>
        )}
      </div>
      {people === null ? (
        <LoadingPeople />
      ) : (
        <ul className={styles['list']} aria-label="People">
          {people.map((person) => (
            <li key={person.id} className={styles['person']}>
              <Avatar name={person.name} />
              <span className={styles['name']}>{person.name}</span>
              {person.id === me && <span className={styles['you']}>you</span>}
            </li>
          ))}
        </ul>
      )}
    </aside>
  )
}

function LoadingPeople() {
  return (
    <div role="status" aria-label="Loading people">
      {[88, 112, 72].map((width) => (
        <div key={width} className={styles['person']}>
          <Skeleton width={32} height={32} isRound />
          <Skeleton width={width} />
        </div>
      ))}
    </div>
  )
}
