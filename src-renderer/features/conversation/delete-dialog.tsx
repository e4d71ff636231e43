import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import styles from './delete-dialog.module.css'

/** Asks once more, because there is no way back. */
export function DeleteDialog() {
  const { cancelDelete, confirmDelete } = useActions()
  const deleting = useAppState((state) => state.deleting)
  const text = useAppState(
    ({ deleting: asked, conversations }) =>
      (asked &&
        conversations.get(asked.roomId)?.messages.find(({ id }) => id === asked.messageId)?.text) ??
      '',
  )
  return (
    <Dialog
      isOpen={deleting !== null}
      onClose={cancelDelete}
      width="narrow"
      title="Delete message?"
      description="It disappears for everybody in the room. This cannot be undone."
      footer={
        <>
          <Button onClick={cancelDelete}>Cancel</Button>
          <Button
            variant="danger"
            isBusy={deleting?.isBusy ?? false}
            onClick={() => void confirmDelete()}
          >
            Delete
          </Button>
        </>
      }
    >
      <p className={styles['text']} dir="auto">
        {text}
      </p>
      {deleting?.problem && (
        <p className={styles['problem']} role="alert">
          {deleting.problem}
        </p>
      )}
    </Dialog>
  )
}
