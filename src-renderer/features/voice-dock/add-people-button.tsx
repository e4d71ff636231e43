import { UserPlus } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectCanAddPeople } from '../../state/adding-people.ts'
import { Button } from '../../ui/button.tsx'

/** Opens the list of those who can be asked into the call, once there is sound in it. */
export function AddPeopleButton() {
  const { openDialog } = useActions()
  const canAdd = useAppState(selectCanAddPeople)
  if (!canAdd) return null
  return (
    <Button
      variant="ghost"
      size="small"
      isWide
      icon={<UserPlus aria-hidden="true" />}
      onClick={() => openDialog('add-people')}
    >
      Add people
    </Button>
  )
}
