import { useState, type FormEvent } from 'react'
import { PASSWORD_MAX_LENGTH } from '#shared/domain/rooms.ts'
import type { ServerSettingsWire } from '#shared/protocol/moderation-wire.ts'
import { useActions } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import styles from './server-dialog.module.css'
import { useLoaded } from '../../app/parts/use-loaded.ts'

const KEEP = [
  { value: '', label: 'For ever' },
  { value: '7', label: '1 week' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
] as const

const ROLES = [
  { value: 'member', label: 'Members: may create rooms and pin' },
  { value: 'guest', label: 'Guests: may read and write' },
] as const

/** Password, newcomers and retention. Each change counts at once. */
export function ServerForm() {
  const { loadServerSettings, updateServer } = useActions()
  const loaded = useLoaded(loadServerSettings)
  const { submit, problem } = useSubmit(async (change: Parameters<typeof updateServer>[0]) => {
    const updated = await updateServer(change)
    if (updated.ok) loaded.set(updated.value)
    return updated
  })
  if (!loaded.value) {
    return (
      <div className={styles['part']}>
        {loaded.problem === null ? <Skeleton width="70%" /> : <Problem>{loaded.problem}</Problem>}
      </div>
    )
  }
  const { newcomerRole, retentionDays } = loaded.value
  const own = retentionDays === null ? '' : String(retentionDays)
  const keep = KEEP.some(({ value }) => value === own)
    ? KEEP
    : [...KEEP, { value: own, label: `${own} days` }]
  return (
    <div className={styles['part']}>
      <ServerPassword settings={loaded.value} onChange={(password) => submit({ password })} />
      <Select
        label="Newcomers are"
        value={newcomerRole}
        options={ROLES}
        onChange={(role) => void submit({ newcomerRole: role })}
      />
      <Select<string>
        label="Keep messages"
        value={own}
        options={keep}
        hint="Older ones are removed for good, everywhere but in rooms that say otherwise."
        onChange={(days) => void submit({ retentionDays: days === '' ? null : Number(days) })}
      />
      <Problem>{problem}</Problem>
    </div>
  )
}

function ServerPassword({
  settings,
  onChange,
}: {
  readonly settings: ServerSettingsWire
  readonly onChange: (password: string | null) => Promise<void>
}) {
  const [password, setPassword] = useState('')
  const change = async (next: string | null): Promise<void> => {
    await onChange(next)
    setPassword('')
  }
  const handleSubmit = (event: FormEvent): void => {
    event.preventDefault()
    if (password !== '') void change(password)
  }
  return (
    <form onSubmit={handleSubmit}>
      <TextField
        label="Server password"
        type="password"
        value={password}
        maxLength={PASSWORD_MAX_LENGTH}
        autoComplete="new-password"
        placeholder={settings.hasPassword ? 'A new one' : 'None: everybody on the network gets in'}
        hint={
          settings.hasPassword
            ? 'Whoever comes in has to know it.'
            : 'With one, only those who know it come in.'
        }
        onValueChange={setPassword}
        action={
          <Button type="submit" variant="soft" disabled={password === ''}>
            {settings.hasPassword ? 'Change' : 'Set'}
          </Button>
        }
      />
      {settings.hasPassword && (
        <Button size="small" className={styles['under']} onClick={() => void change(null)}>
          Remove password
        </Button>
      )}
    </form>
  )
}
