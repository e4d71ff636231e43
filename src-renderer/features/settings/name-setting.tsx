import { useState } from 'react'
import { nameSchema } from '#shared/domain/names.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { TextField } from '../../ui/text-field.tsx'

/** The name for the next join; on a server somebody keeps the name they came with. */
export function NameSetting() {
  const { updateSettings } = useActions()
  const isOnServer = useAppState((state) => state.me !== null)
  const remembered = useAppState((state) => state.settings.name)
  const [name, setName] = useState(remembered)
  const parsed = nameSchema.safeParse(name)
  const change = (next: string): void => {
    setName(next)
    const checked = nameSchema.safeParse(next)
    if (checked.success) void updateSettings({ name: checked.data })
  }
  return (
    <TextField
      label="Name"
      value={name}
      onValueChange={change}
      error={parsed.success || name === '' ? null : `${parsed.error.issues[0]?.message}.`}
      {...(isOnServer && { hint: 'Used from the next time you join a server.' })}
      autoComplete="nickname"
      spellCheck={false}
    />
  )
}
