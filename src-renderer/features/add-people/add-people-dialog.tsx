import { useEffect } from 'react'
import { namesInShort } from '#shared/domain/names-in-short.ts'
import type { PersonId } from '#shared/domain/ids.ts'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectCanAddPeople, selectPeopleToAdd } from '../../state/adding-people.ts'
import { containsTyped } from '../../state/destinations.ts'
import { groupIdOf } from '../../state/group-calls.ts'
import { PRESENCE_WORDS } from '../../state/presence.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Finder, type FinderOption } from '../../ui/finder.tsx'
import styles from './add-people-dialog.module.css'

const WHAT_CHANGES =
  'Once somebody has accepted, the call goes through the server, and is encrypted to it and from it.'

/** Asks others into the call, one after the other. */
export function AddPeopleDialog() {
  const { closeDialog } = useActions()
  const isWanted = useAppState((state) => state.view.dialog === 'add-people')
  const canAdd = useAppState(selectCanAddPeople)
  // Once it is a group call, nothing changes any more.
  const isOfTwo = useAppState((state) => groupIdOf(state) === null)
  useEffect(() => {
    // The call is over: another one would open it again.
    if (isWanted && !canAdd) closeDialog()
  }, [isWanted, canAdd, closeDialog])
  return (
    <Dialog
      isOpen={isWanted && canAdd}
      onClose={closeDialog}
      look="bare"
      title="Add people to the call"
      description={isOfTwo ? WHAT_CHANGES : undefined}
    >
      {isOfTwo && (
        // Read out as the description of the dialog.
        <p className={styles['what']} aria-hidden="true">
          {WHAT_CHANGES}
        </p>
      )}
      <People />
      <Rung />
    </Dialog>
  )
}

type Option = FinderOption & { readonly id: PersonId }

function People() {
  const { invitePerson } = useActions()
  const people = useAppState(selectPeopleToAdd)
  const find = (typed: string): readonly Option[] =>
    people
      .filter(({ name }) => containsTyped(name, typed))
      .map(({ id, name, presence }) => ({
        ...{ id, name },
        icon: <PersonAvatar id={id} name={name} size="small" presence={presence} />,
        note: PRESENCE_WORDS[presence],
      }))
  return (
    <Finder
      label="Person"
      placeholder="Add somebody who is here"
      listLabel="People who can be added"
      find={find}
      none={(typed) =>
        typed.trim() === ''
          ? 'Nobody else is here who could be added.'
          : `Nobody who could be added is called “${typed.trim()}”.`
      }
      isForSeveral
      onChoose={({ id }) => void invitePerson(id)}
    />
  )
}

/** What came of it, for those who look here and those who listen. */
function Rung() {
  const invited = useAppState((state) => state.calls.invited)
  const names = namesInShort(invited.map(({ callee }) => callee.name))
  return (
    <p className={styles['rung']} role="status">
      {names !== '' && `Ringing ${names}…`}
    </p>
  )
}
