import { useState } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import type { AskingPassword } from '../../state/asking-password.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { TextField } from '../../ui/text-field.tsx'

/** Asks for a password that coming in takes: of the server, or of a name that belongs to somebody. */
export function PasswordDialog() {
  const { answerPassword } = useActions()
  const asking = useAppState((state) => state.askingPassword)
  return (
    <Dialog
      isOpen={asking !== null}
      onClose={() => answerPassword(null)}
      width="narrow"
      title={asking ? titleFor(asking) : ''}
      description={
        asking?.of === 'name'
          ? 'If it is yours, its password lets you in. If not, choose another name.'
          : 'Whoever invited you knows it.'
      }
    >
      {asking && <Question asking={asking} />}
    </Dialog>
  )
}

const titleFor = ({ of, owner }: AskingPassword): string =>
  of === 'name' ? `The name ${owner} is protected` : `${owner} has a password`

function Question({ asking }: { readonly asking: AskingPassword }) {
  const { answerPassword } = useActions()
  const [password, setPassword] = useState('')
  return (
    <Form
      onSubmit={() => password !== '' && answerPassword(password)}
      buttons={
        <>
          <Button onClick={() => answerPassword(null)}>Cancel</Button>
          <Button type="submit" variant="primary">
            Come in
          </Button>
        </>
      }
    >
      <TextField
        label="Password"
        type="password"
        value={password}
        error={asking.problem}
        autoComplete="current-password"
        autoFocus
        onValueChange={setPassword}
      />
    </Form>
  )
}
