import { useEffect, useState, type RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import type { TimelineRow } from '../../state/timeline.ts'

/** How long the message that was jumped to stands out, in milliseconds; the style sheet fades it. */
const SHOWN_MS = 1_800

/** Scrolls to the message that was jumped to. @returns its id while it stands out */
export function useTarget(
  roomId: RoomId,
  rows: readonly TimelineRow[],
  list: RefObject<VirtualizerHandle | null>,
): MessageId | null {
  const { endJump } = useActions()
  const jump = useAppState((state) => (state.jump?.roomId === roomId ? state.jump : null))
  const [found, setFound] = useState<MessageId | null>(null)
  useEffect(() => {
    if (!jump) return
    const index = rows.findIndex(
      (row) => row.kind === 'message' && row.message.id === jump.messageId,
    )
    if (index < 0) return
    list.current?.scrollToIndex(index, { align: 'center' })
    setFound(jump.messageId)
    endJump()
  }, [jump, rows, list, endJump])
  useEffect(() => {
    if (found === null) return
    const timer = setTimeout(() => setFound(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [found])
  return found
}
