import { useEffect } from 'react'
import { useActions, useAppState } from './services-context.tsx'
import { isTyping } from './talk-key.ts'

/**
 * Push-to-talk while the window has the focus, and let go of when it loses that (see `followVoice`). In a
 * text field only a key that writes nothing talks (Ctrl, F8, Caps Lock, …); any other is a letter there.
 */
export function useTalkKey(): void {
  const { holdTalkKey } = useActions()
  const isHeld = useAppState(({ voice }) => voice.isTalkKeyHeld)
  const talkKey = useAppState(({ settings, voice }) =>
    settings.voice.activation === 'push-to-talk' && voice.link.phase !== 'out'
      ? settings.voice.talkKey
      : null,
  )
  useEffect(() => {
    if (talkKey === null) return
    const press = (event: KeyboardEvent): void => {
      if (event.code !== talkKey || event.defaultPrevented) return
      if (!isHeld && isTyping(event.target, event.code)) return
      // It neither scrolls nor presses the button that has the focus, and does not type when repeated.
      event.preventDefault()
      // What was ended meanwhile, by a locked screen for example, takes a new press.
      if (!event.repeat) holdTalkKey(true)
    }
    const release = (event: KeyboardEvent): void => {
      if (event.code === talkKey) holdTalkKey(false)
    }
    window.addEventListener('keydown', press)
    window.addEventListener('keyup', release)
    return () => {
      window.removeEventListener('keydown', press)
      window.removeEventListener('keyup', release)
    }
  }, [talkKey, isHeld, holdTalkKey])
  // Another key, or none any more: nobody would tell when the former one is let go of.
  useEffect(() => () => holdTalkKey(false), [talkKey, holdTalkKey])
}
