import { useState } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectName } from '../../state/selectors.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { TextField } from '../../ui/text-field.tsx'

/** Asks for the password of a room, the first time that somebody enters it. */
export function UnlockDialog() {
  const { cancelUnlock } = useActions()
  const unlocking = useAppState((state) => state.unlocking)
  const name = useAppState((state) => unlocking && selectName(state, unlocking.roomId))
  return (
    <Dialog
      isOpen={unlocking !== null}
      onClose={cancelUnlock}
      width="narrow"
      title={`${name ?? 'This room'} has a password`}
      description="You are asked for it once."
    >
      {unlocking && <Question key={unlocking.roomId} />}
    </Dialog>
  )
}

function Question() {
  const { unlockRoom, cancelUnlock } = useActions()
  const unlocking = useAppState((state) => state.unlocking)
  const [password, setPassword] = useState('')
  return (
    <Form
      onSubmit={() => password !== '' && void unlockRoom(password)}
      buttons={
        <>
          <Button onClick={cancelUnlock}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={unlocking?.isBusy ?? false}>
            Enter
          </Button>
        </>
      }
    >
      <TextField
        label="Password"
        type="password"
        value={password}
        error={unlocking?.problem ?? null}
        autoComplete="off"
        autoFocus
        onValueChange={setPassword}
      />
    </Form>
  )
}
