import { Menu, Users } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectOpenRoom } from '../../state/selectors.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { NO_PEOPLE_COLUMN, ONE_COLUMN, useMediaQuery } from '../../ui/use-media-query.ts'
import styles from './conversation-header.module.css'

export function ConversationHeader() {
  const { openDrawer } = useActions()
  const room = useAppState(selectOpenRoom)
  const isOneColumn = useMediaQuery(ONE_COLUMN)
  return (
    <header className={styles['header']}>
      {isOneColumn && (
        <IconButton label="Show rooms" onClick={() => openDrawer('rooms')}>
          <Menu aria-hidden="true" />
        </IconButton>
      )}
      {room ? (
        <>
          <h1 className={styles['name']}>
            <span aria-hidden="true">{room.icon}</span> {room.name}
          </h1>
          <p className={styles['topic']}>{room.topic}</p>
        </>
      ) : (
        <Skeleton width={120} height={14} />
      )}
      <PeopleButton />
    </header>
  )
}

function PeopleButton() {
  const { openDrawer, updateSettings } = useActions()
  const count = useAppState((state) => state.people?.length ?? null)
  const isOpen = useAppState((state) => state.settings.isPeopleListOpen)
  const isDrawer = useMediaQuery(NO_PEOPLE_COLUMN)
  const name = isDrawer ? 'Show people' : isOpen ? 'Hide people' : 'Show people'
  return (
    <IconButton
      label={count === null ? name : `${name}, ${count} here`}
      variant="outline"
      className={styles['people']}
      aria-expanded={isDrawer ? undefined : isOpen}
      onClick={() =>
        isDrawer ? openDrawer('people') : void updateSettings({ isPeopleListOpen: !isOpen })
      }
    >
      <Users aria-hidden="true" />
      {count}
    </IconButton>
  )
}
