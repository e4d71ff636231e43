import { MessageSquareText } from 'lucide-react'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { useActions } from '../../app/services-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'

/** Leads to where it was sent. */
export function JumpButton({
  message,
  what,
}: {
  readonly message: StoredMessageWire
  readonly what: string
}) {
  const { openFound } = useActions()
  return (
    <IconButton label={`Show ${what} in conversation`} onClick={() => void openFound(message)}>
      <MessageSquareText aria-hidden="true" />
    </IconButton>
  )
}
