import { Mic } from 'lucide-react'
import type { RoomId } from '#shared/domain/ids.ts'
import { useActions } from '../../app/services-context.tsx'
import { inOneLine, NOT_SECURE } from '../../state/microphone-words.ts'
import { IconButton } from '../../ui/icon-button.tsx'

/** Held for longer than this it was meant to be held, in milliseconds. */
const HELD_MS = 600

/**
 * Begins a voice message. A click leaves one to record for as long as one likes; whoever holds the
 * button speaks for as long as they hold it, and letting go sends.
 */
export function NoteButton({
  roomId,
  onProblem,
}: {
  readonly roomId: RoomId
  readonly onProblem: (sentence: string) => void
}) {
  const { startNote, letGoOfNote } = useActions()
  const begin = (): void => {
    if (window.isSecureContext) void startNote()
    else onProblem(inOneLine(NOT_SECURE))
  }
  /** The end is heard by the window: the button is gone by then. */
  const press = (): void => {
    const since = performance.now()
    const stop = new AbortController()
    const letGo = (): void => {
      stop.abort()
      if (performance.now() - since >= HELD_MS) letGoOfNote(roomId)
    }
    window.addEventListener('pointerup', letGo, { signal: stop.signal })
    window.addEventListener('pointercancel', () => stop.abort(), { signal: stop.signal })
    begin()
  }
  return (
    <IconButton
      label="Record voice message"
      onPointerDown={(event) => {
        if (event.button === 0) press()
      }}
      // Keys and assistive technology click without a pointer.
      onClick={(event) => {
        if (event.detail === 0) begin()
      }}
    >
      <Mic aria-hidden="true" />
    </IconButton>
  )
}
