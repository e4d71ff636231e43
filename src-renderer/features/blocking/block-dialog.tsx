import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import styles from './block-dialog.module.css'

/** Asks once more, because it changes what two people can say to each other. */
export function BlockDialog() {
  const { cancelBlock, confirmBlock } = useActions()
  const blocking = useAppState((state) => state.blocking)
  const name = useAppState((state) =>
    state.blocking ? (state.profiles.get(state.blocking.personId)?.name ?? 'this person') : '',
  )
  return (
    <Dialog
      isOpen={blocking !== null}
      onClose={cancelBlock}
      width="narrow"
      title={`Block ${name}?`}
      description="You will not get direct messages from each other. Rooms stay as they are, and nobody is told. You can unblock at any time."
      footer={
        <>
          <Button onClick={cancelBlock}>Cancel</Button>
          <Button
            variant="danger"
            isBusy={blocking?.isBusy ?? false}
            onClick={() => void confirmBlock()}
          >
            Block
          </Button>
        </>
      }
    >
      {blocking?.problem && (
        <p className={styles['problem']} role="alert">
          {blocking.problem}
        </p>
      )}
    </Dialog>
  )
}
