import { useEffect, useRef, useState } from 'react'
import { useActions } from '../../app/services-context.tsx'

/** Of a mouse, the buttons at its side, as `MouseEvent.button` has them. */
const SIDE_BUTTONS: Readonly<Record<number, string>> = { 3: 'Mouse4', 4: 'Mouse5' }

/**
 * Takes the keys that are pressed together next: they count when the first of them is let go. Escape
 * and leaving the window end it without any.
 */
export function useKeyRecorder(onTaken: (codes: readonly string[]) => void): {
  readonly isRecording: boolean
  readonly toggle: () => void
} {
  const { chooseByPressing } = useActions()
  const [isRecording, setRecording] = useState(false)
  const take = useRef(onTaken)
  useEffect(() => {
    take.current = onTaken
  })
  useEffect(() => {
    if (!isRecording) return undefined
    chooseByPressing(true)
    const stopListening = listen((codes) => {
      setRecording(false)
      if (codes.length > 0) take.current(codes)
    })
    return () => {
      stopListening()
      chooseByPressing(false)
    }
  }, [isRecording, chooseByPressing])
  return { isRecording, toggle: () => setRecording(!isRecording) }
}

function listen(finish: (codes: readonly string[]) => void): () => void {
  const codes: string[] = []
  // Nothing else is to happen with these keys: neither a click nor the end of the dialog.
  const swallow = (event: Event): void => {
    event.preventDefault()
    event.stopPropagation()
  }
  const press = (event: Event, code: string): void => {
    swallow(event)
    if (!codes.includes(code)) codes.push(code)
  }
  // The key that started this may be the first to be let go.
  const release = (event: Event): void => {
    if (codes.length === 0) return
    swallow(event)
    finish(codes)
  }
  const handleKeyDown = (event: KeyboardEvent): void => {
    if (event.code === 'Tab') return finish([])
    if (event.code === 'Escape') {
      swallow(event)
      finish([])
    } else if (event.repeat) swallow(event)
    else press(event, event.code)
  }
  const handleMouseDown = (event: MouseEvent): void => {
    const code = SIDE_BUTTONS[event.button]
    if (code !== undefined) press(event, code)
  }
  const handleMouseUp = (event: MouseEvent): void => {
    if (SIDE_BUTTONS[event.button] !== undefined) release(event)
  }
  const handleBlur = (): void => finish([])
  window.addEventListener('keydown', handleKeyDown, true)
  window.addEventListener('keyup', release, true)
  window.addEventListener('mousedown', handleMouseDown, true)
  window.addEventListener('mouseup', handleMouseUp, true)
  window.addEventListener('blur', handleBlur)
  return () => {
    window.removeEventListener('keydown', handleKeyDown, true)
    window.removeEventListener('keyup', release, true)
    window.removeEventListener('mousedown', handleMouseDown, true)
    window.removeEventListener('mouseup', handleMouseUp, true)
    window.removeEventListener('blur', handleBlur)
  }
}
