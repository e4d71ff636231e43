import { useMemo } from 'react'
import type { ProfileWire } from '#shared/protocol/wire.ts'
import { useAppState } from '../../app/services-context.tsx'
import { ColumnHeading } from '../../ui/column-heading.tsx'
import styles from './people-panel.module.css'
import { PersonRow } from './person-row.tsx'
import type { RenderPersonMenu } from './render-menu.ts'

/** Those who are not in the room on the screen: here, or away and to be written to all the same. */
export function EverybodyElse({ renderMenu }: { readonly renderMenu: RenderPersonMenu }) {
  const profiles = useAppState((state) => state.profiles)
  const people = useAppState((state) => state.people)
  const [here, away] = useMemo(() => {
    const inRoom = new Set(people?.map(({ id }) => id))
    const others = [...profiles.values()]
      .filter(({ id }) => !inRoom.has(id))
      .toSorted((a, b) => a.name.localeCompare(b.name))
    return [
      others.filter(({ presence }) => presence !== 'offline'),
      others.filter(({ presence }) => presence === 'offline'),
    ]
  }, [profiles, people])
  return (
    <>
      <Group title="Elsewhere" people={here} renderMenu={renderMenu} />
      <Group title="Offline" people={away} renderMenu={renderMenu} />
    </>
  )
}

function Group({
  title,
  people,
  renderMenu,
}: {
  readonly title: string
  readonly people: readonly ProfileWire[]
  readonly renderMenu: RenderPersonMenu
}) {
  if (people.length === 0) return null
  return (
    <>
      <div className={styles['head']}>
        <ColumnHeading>
          {title}, {people.length}
        </ColumnHeading>
      </div>
      <ul className={styles['list']} aria-label={title}>
        {people.map(({ id, name }) => (
          <PersonRow key={id} id={id} name={name} renderMenu={renderMenu} />
        ))}
      </ul>
    </>
  )
}
