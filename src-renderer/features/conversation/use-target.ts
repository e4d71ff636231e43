import { useEffect, useRef, useState, type RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { MessageId } from '#shared/domain/ids.ts'
import type { TimelineRow } from '../../state/timeline.ts'
import type { JumpTarget } from './jump-target.ts'

/** How long the message that was jumped to stands out, in milliseconds; the style sheet fades it. */
const SHOWN_MS = 1_800

/** Scrolls to a message once it is in the list. @returns its id while it stands out */
export function useTarget(
  target: JumpTarget | null,
  rows: readonly TimelineRow[],
  list: RefObject<VirtualizerHandle | null>,
): MessageId | null {
  const [found, setFound] = useState<MessageId | null>(null)
  // A list that opens later has not been asked to go anywhere.
  const handledAt = useRef(target?.at)
  useEffect(() => {
    if (!target || target.at === handledAt.current) return
    const index = rows.findIndex(
      (row) => row.kind === 'message' && row.message.id === target.messageId,
    )
    if (index < 0) return
    handledAt.current = target.at
    list.current?.scrollToIndex(index, { align: 'center' })
    setFound(target.messageId)
  }, [target, rows, list])
  useEffect(() => {
    if (found === null) return
    const timer = setTimeout(() => setFound(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [found])
  return found
}
