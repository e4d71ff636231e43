import { Archive, ArchiveRestore, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { RoomWire } from '#shared/protocol/wire.ts'
import { useActions } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import styles from './room-dialog.module.css'

/** Archiving a room, which can be taken back, and deleting it, which cannot. */
export function EndOfRoom({ room }: { readonly room: RoomWire }) {
  const { archiveRoom } = useActions()
  const [isAsking, setAsking] = useState(false)
  const isArchived = room.archivedAt !== null
  const archive = useSubmit(() => archiveRoom(room.id, !isArchived))
  return (
    <section className={styles['section']} aria-label="End of the room">
      <div className={styles['ends']}>
        <Button
          icon={isArchived ? <ArchiveRestore aria-hidden="true" /> : <Archive aria-hidden="true" />}
          isBusy={archive.isBusy}
          onClick={() => void archive.submit()}
        >
          {isArchived ? 'Open again' : 'Archive room'}
        </Button>
        <Button
          variant="danger"
          icon={<Trash2 aria-hidden="true" />}
          onClick={() => setAsking(true)}
        >
          Delete room
        </Button>
      </div>
      <p className={styles['note']}>
        An archived room can be read by those who could read it, and nothing can be said in it.
      </p>
      <Problem>{archive.problem}</Problem>
      <DeleteQuestion room={room} isOpen={isAsking} onClose={() => setAsking(false)} />
    </section>
  )
}

function DeleteQuestion({
  room,
  isOpen,
  onClose,
}: {
  readonly room: RoomWire
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  const { deleteRoom } = useActions()
  const { submit, isBusy, problem } = useSubmit(() => deleteRoom(room.id), onClose)
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      width="narrow"
      title={`Delete ${room.name}?`}
      description="The room goes, with everything that was said in it, for everybody. This cannot be undone."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isBusy={isBusy} onClick={() => void submit()}>
            Delete for everybody
          </Button>
        </>
      }
    >
      <Problem>{problem}</Problem>
    </Dialog>
  )
}
