import { useState } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectMay } from '../../state/manage.ts'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { AuditLog } from './audit-log.tsx'
import { Bans } from './bans.tsx'
import { ServerForm } from './server-form.tsx'

const PARTS = {
  settings: { right: 'server:manage', label: 'Server' },
  bans: { right: 'person:ban', label: 'Kept out' },
  log: { right: 'audit:read', label: 'Log' },
} as const

type Part = keyof typeof PARTS

/** What moderators and admins can see and change about the server. */
export function ServerDialog() {
  const { closeDialog } = useActions()
  const isOpen = useAppState((state) => state.view.dialog === 'server')
  return (
    <Dialog isOpen={isOpen} onClose={closeDialog} title="Server administration">
      <Parts />
    </Dialog>
  )
}

function Parts() {
  const maySet = useAppState(selectMay(PARTS.settings.right))
  const mayBan = useAppState(selectMay(PARTS.bans.right))
  const mayRead = useAppState(selectMay(PARTS.log.right))
  const allowed: readonly Part[] = [
    ...(maySet ? (['settings'] as const) : []),
    ...(mayBan ? (['bans'] as const) : []),
    ...(mayRead ? (['log'] as const) : []),
  ]
  const [chosen, setChosen] = useState<Part | undefined>(allowed[0])
  if (chosen === undefined || !allowed.includes(chosen)) {
    return <p>Only moderators and admins can see this.</p>
  }
  return (
    <>
      {allowed.length > 1 && (
        <Choice
          label="Part"
          isLabelHidden
          value={chosen}
          options={allowed.map((part) => ({ value: part, label: PARTS[part].label }))}
          onChange={setChosen}
        />
      )}
      {chosen === 'settings' && <ServerForm />}
      {chosen === 'bans' && <Bans />}
      {chosen === 'log' && <AuditLog />}
    </>
  )
}
