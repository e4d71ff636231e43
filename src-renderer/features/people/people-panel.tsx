import { X } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectOpenPerson, selectOpenPersonId } from '../../state/selectors.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { NO_PEOPLE_COLUMN, useMediaQuery } from '../../ui/use-media-query.ts'
import { EverybodyElse } from './everybody-else.tsx'
import { InRoom } from './in-room.tsx'
import styles from './people-panel.module.css'
import { PersonDetails } from './person-details.tsx'
import type { RenderPersonMenu } from './render-menu.ts'

/** Who is in the open room and who else is there; of a direct conversation, who the other one is. */
export function PeoplePanel({ renderMenu }: { readonly renderMenu: RenderPersonMenu }) {
  const isDirect = useAppState((state) => selectOpenPersonId(state) !== null)
  const person = useAppState(selectOpenPerson)
  return (
    <aside
      className={styles['panel']}
      aria-label={isDirect ? 'About this person' : 'People in this room'}
    >
      {isDirect ? (
        <>
          <CloseButton />
          {person && <PersonDetails person={person} renderMenu={renderMenu} />}
        </>
      ) : (
        <div className={styles['scroll']}>
          <InRoom action={<CloseButton />} renderMenu={renderMenu} />
          <EverybodyElse renderMenu={renderMenu} />
        </div>
      )}
    </aside>
  )
}

function CloseButton() {
  const { closeDrawer } = useActions()
  const isDrawer = useMediaQuery(NO_PEOPLE_COLUMN)
  if (!isDrawer) return null
  return (
    <IconButton label="Close" className={styles['close']} onClick={closeDrawer}>
      <X aria-hidden="true" />
    </IconButton>
  )
}
