import { useState } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { mayManageRoom, selectMay } from '../../state/manage.ts'
import { selectRoom } from '../../state/selectors.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { EndOfRoom } from './end-of-room.tsx'
import { RoomFields } from './room-fields.tsx'
import { formFor, settingsOf } from './room-form.ts'
import { RoomMembers } from './room-members.tsx'

/** Makes a room, or changes one. */
export function RoomDialog() {
  const { manageRoom } = useActions()
  const managing = useAppState((state) => state.managingRoom)
  const close = (): void => manageRoom(null)
  return (
    <Dialog
      isOpen={managing !== null}
      onClose={close}
      title={managing?.kind === 'existing' ? 'Room settings' : 'Create a room'}
    >
      {managing?.kind === 'new' && <NewRoom onClose={close} />}
      {managing?.kind === 'existing' && <ExistingRoom key={managing.roomId} onClose={close} />}
    </Dialog>
  )
}

function NewRoom({ onClose }: { readonly onClose: () => void }) {
  const { createRoom } = useActions()
  const canManage = useAppState(selectMay('room:manage'))
  const [form, setForm] = useState(() => formFor(null))
  const { submit, isBusy, problem } = useSubmit(createRoom)
  return (
    <Form
      onSubmit={() => void submit(settingsOf(form))}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isBusy}>
            Create room
          </Button>
        </>
      }
    >
      <RoomFields form={form} isNew canManage={canManage} onChange={setForm} />
      <Problem>{problem}</Problem>
    </Form>
  )
}

function ExistingRoom({ onClose }: { readonly onClose: () => void }) {
  const { updateRoom } = useActions()
  const room = useAppState((state) =>
    state.managingRoom?.kind === 'existing' ? selectRoom(state, state.managingRoom.roomId) : null,
  )
  const mayManage = useAppState((state) => room !== null && mayManageRoom(state, room))
  const [form, setForm] = useState(() => formFor(room))
  const { submit, isBusy, problem } = useSubmit(updateRoom, onClose)
  if (!room) return <p>This room is gone.</p>
  return (
    <>
      {mayManage && (
        <Form
          onSubmit={() => void submit({ roomId: room.id, ...settingsOf(form) })}
          buttons={
            <>
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                Save
              </Button>
            </>
          }
        >
          <RoomFields form={form} isNew={room.access !== 'password'} canManage onChange={setForm} />
          <Problem>{problem}</Problem>
        </Form>
      )}
      {room.access !== 'public' && <RoomMembers room={room} mayManage={mayManage} />}
      {mayManage && <EndOfRoom room={room} />}
    </>
  )
}
