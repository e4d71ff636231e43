import { BellOff, BellRing } from 'lucide-react'
import type { PersonId } from '#shared/domain/ids.ts'
import { MenuItem } from '../../ui/menu.tsx'
import { useActions, useAppState } from '../services-context.tsx'

/** Whether calls of somebody ring; nothing of it shows to them. */
export function RingItem({
  personId,
  name,
}: {
  readonly personId: PersonId
  readonly name: string
}) {
  const { setRings } = useActions()
  const isQuiet = useAppState((state) => state.me?.quietCallers.includes(personId) ?? false)
  return (
    <MenuItem
      icon={isQuiet ? <BellRing aria-hidden="true" /> : <BellOff aria-hidden="true" />}
      onSelect={() => void setRings(personId, isQuiet)}
    >
      {isQuiet ? `Ring when ${name} calls` : `Do not ring when ${name} calls`}
    </MenuItem>
  )
}
