import { useState, type FormEvent } from 'react'
import { STATUS_MAX_LENGTH } from '#shared/domain/people.ts'
import { useActions } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useSubmit } from '../../ui/use-submit.ts'

/** One line beside the name. */
export function StatusField({ statusText }: { readonly statusText: string }) {
  const { updateProfile } = useActions()
  const [text, setText] = useState(statusText)
  const { submit, isBusy, problem } = useSubmit(updateProfile)
  const handleSubmit = (event: FormEvent): void => {
    event.preventDefault()
    void submit({ statusText: text })
  }
  return (
    <form onSubmit={handleSubmit}>
      <TextField
        label="Status"
        value={text}
        maxLength={STATUS_MAX_LENGTH}
        placeholder="What are you up to?"
        error={problem}
        onValueChange={setText}
        action={
          <Button
            type="submit"
            variant="soft"
            isBusy={isBusy}
            disabled={text.trim() === statusText}
          >
            {text.trim() === '' && statusText !== '' ? 'Clear' : 'Set'}
          </Button>
        }
      />
    </form>
  )
}
