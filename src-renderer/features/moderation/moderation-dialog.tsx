import { useState } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import type { Moderating } from '../../state/moderating.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { BAN_DURATIONS, MUTE_DURATIONS } from './durations.ts'

const REASON_MAX_LENGTH = 300

const WORDS = {
  kick: {
    title: (name: string) => `Throw ${name} out?`,
    says: 'All their devices lose the connection. They may come back.',
    verb: 'Throw out',
  },
  mute: {
    title: (name: string) => `Silence ${name}?`,
    says: 'They can read, and write nothing until the time is over.',
    verb: 'Silence',
  },
  ban: {
    title: (name: string) => `Keep ${name} out?`,
    says: 'They lose the connection and cannot come in again, nor can anybody under this name.',
    verb: 'Keep out',
  },
} as const

/** Asks why and for how long, before somebody is moderated. */
export function ModerationDialog() {
  const { startModerating } = useActions()
  const moderating = useAppState((state) => state.moderating)
  const name = useAppState((state) =>
    moderating ? (state.profiles.get(moderating.personId)?.name ?? 'this person') : '',
  )
  const close = (): void => startModerating(null)
  const words = WORDS[moderating?.kind ?? 'kick']
  return (
    <Dialog
      isOpen={moderating !== null}
      onClose={close}
      width="narrow"
      title={words.title(name)}
      description={words.says}
    >
      {moderating && <Question moderating={moderating} onClose={close} />}
    </Dialog>
  )
}

function Question({
  moderating: { kind, personId },
  onClose,
}: {
  readonly moderating: Moderating
  readonly onClose: () => void
}) {
  const { kick, mute, ban } = useActions()
  const durations = kind === 'mute' ? MUTE_DURATIONS : kind === 'ban' ? BAN_DURATIONS : null
  const [duration, setDuration] = useState<string>(durations?.[1].value ?? '')
  const [reason, setReason] = useState('')
  const { submit, isBusy, problem } = useSubmit(() => {
    if (kind === 'kick') return kick(personId, reason)
    if (kind === 'mute') return mute(personId, Number(duration), reason)
    return ban(personId, duration === '' ? null : Number(duration), reason)
  }, onClose)
  return (
    <Form
      onSubmit={() => void submit()}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="danger" isBusy={isBusy}>
            {WORDS[kind].verb}
          </Button>
        </>
      }
    >
      {durations && (
        <Select
          label="For how long"
          value={duration}
          options={durations}
          onChange={(next) => setDuration(next)}
        />
      )}
      <TextField
        label="Reason"
        value={reason}
        maxLength={REASON_MAX_LENGTH}
        placeholder="Shown to them, and kept in the log"
        autoFocus
        onValueChange={setReason}
      />
      <Problem>{problem}</Problem>
    </Form>
  )
}
