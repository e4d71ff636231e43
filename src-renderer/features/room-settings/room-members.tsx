import { UserPlus, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { PersonId } from '#shared/domain/ids.ts'
import type { ProfileWire, RoomWire } from '#shared/protocol/wire.ts'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import styles from './room-dialog.module.css'

/** Who belongs to a room that is not for everybody. */
export function RoomMembers({
  room,
  mayManage,
}: {
  readonly room: RoomWire
  readonly mayManage: boolean
}) {
  const { loadMembers, inviteToRoom, removeFromRoom } = useActions()
  const [members, setMembers] = useState<readonly ProfileWire[] | null>(null)
  const load = useSubmit(async () => {
    const listed = await loadMembers(room.id)
    if (listed.ok) setMembers(listed.value)
    return listed
  })
  const invite = useSubmit(
    (id: PersonId) => inviteToRoom(room.id, id),
    () => void load.submit(),
  )
  const remove = useSubmit(
    (id: PersonId) => removeFromRoom(room.id, id),
    () => void load.submit(),
  )
  useEffect(() => {
    void load.submit()
    // Once for each room; inviting and removing ask again by themselves.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [room.id])
  return (
    <section className={styles['section']} aria-labelledby="room-members">
      <h3 id="room-members" className={styles['heading']}>
        Members{members && `, ${members.length}`}
      </h3>
      {members === null ? (
        load.problem === null && <Skeleton width="60%" />
      ) : (
        <ul className={styles['members']} aria-label="Members">
          {members.map((member) => (
            <Member
              key={member.id}
              member={member}
              mayRemove={mayManage && member.id !== room.creatorId}
              onRemove={() => void remove.submit(member.id)}
            />
          ))}
        </ul>
      )}
      {mayManage && members && (
        <Invite
          members={members}
          isBusy={invite.isBusy}
          onInvite={(id) => void invite.submit(id)}
        />
      )}
      <Problem>{load.problem ?? invite.problem ?? remove.problem}</Problem>
    </section>
  )
}

function Member({
  member,
  mayRemove,
  onRemove,
}: {
  readonly member: ProfileWire
  readonly mayRemove: boolean
  readonly onRemove: () => void
}) {
  return (
    <li className={styles['member']}>
      <PersonAvatar id={member.id} name={member.name} />
      <span>{member.name}</span>
      {mayRemove && (
        <IconButton label={`Remove ${member.name}`} onClick={onRemove}>
          <X aria-hidden="true" />
        </IconButton>
      )}
    </li>
  )
}

function Invite({
  members,
  isBusy,
  onInvite,
}: {
  readonly members: readonly ProfileWire[]
  readonly isBusy: boolean
  readonly onInvite: (id: PersonId) => void
}) {
  const profiles = useAppState((state) => state.profiles)
  const others = [...profiles.values()]
    .filter(({ id }) => !members.some((member) => member.id === id))
    .toSorted((one, other) => one.name.localeCompare(other.name))
  const [chosen, setChosen] = useState<string>('')
  const person = others.find(({ id }) => id === chosen)
  if (others.length === 0) return <p className={styles['note']}>Everybody here is a member.</p>
  return (
    <div className={styles['invite']}>
      <Select
        label="Invite somebody"
        isLabelHidden
        value={chosen}
        options={[
          { value: '', label: 'Invite somebody …' },
          ...others.map(({ id, name }) => ({ value: id as string, label: name })),
        ]}
        onChange={setChosen}
      />
      <Button
        icon={<UserPlus aria-hidden="true" />}
        isBusy={isBusy}
        disabled={!person}
        onClick={() => person && onInvite(person.id)}
      >
        Invite
      </Button>
    </div>
  )
}
