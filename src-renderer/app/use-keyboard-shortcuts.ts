import { useEffect } from 'react'
import { selectCallRole } from '../state/call-selectors.ts'
import { useActions, useAppState } from './services-context.tsx'

/** The shortcuts that work everywhere. Those of a list or a field live there. */
export function useKeyboardShortcuts(): void {
  const actions = useActions()
  const isOnServer = useAppState((state) => state.view.screen === 'server')
  const isCalled = useAppState((state) => selectCallRole(state) === 'called')
  useEffect(() => {
    const handlers: Record<string, () => void> = {
      'command ,': () => actions.toggleDialog('settings'),
      'command /': () => actions.toggleDialog('shortcuts'),
      ...(isOnServer && {
        'command k': () => actions.toggleDialog('switcher'),
        'command f': () => actions.openSearch(),
        'command shift m': () => actions.toggleMute(),
        'command shift d': () =>
          isCalled ? void actions.declineCall(null) : actions.toggleDeafen(),
        ...(isCalled && { 'command shift a': () => void actions.acceptCall() }),
        'alt ArrowUp': () => actions.openNeighbour(-1),
        'alt ArrowDown': () => actions.openNeighbour(1),
      }),
    }
    const handleKey = (event: KeyboardEvent): void => {
      const modifier = modifierOf(event)
      if (modifier === null) return
      // With Shift the letter is a capital one, or a small one while Caps Lock is on. A "/" takes Shift on
      // some keyboards, so that it counts with and without.
      const shifted = event.shiftKey && handlers[`${modifier} shift ${event.key.toLowerCase()}`]
      const handler = shifted || handlers[`${modifier} ${event.key}`]
      if (!handler || event.isComposing) return
      event.preventDefault()
      handler()
    }
    window.addEventListener('keydown', handleKey)
    return () => window.removeEventListener('keydown', handleKey)
  }, [actions, isOnServer, isCalled])
}

function modifierOf(event: KeyboardEvent): 'command' | 'alt' | null {
  const isCommand = event.ctrlKey || event.metaKey
  if (isCommand && !event.altKey) return 'command'
  return event.altKey && !isCommand && !event.shiftKey ? 'alt' : null
}
