import { useEffect } from 'react'
import { useActions, useAppState } from './services-context.tsx'

/** The shortcuts that work everywhere. Those of a list or a field live there. */
export function useKeyboardShortcuts(): void {
  const actions = useActions()
  const isOnServer = useAppState((state) => state.view.screen === 'server')
  useEffect(() => {
    const handlers: Record<string, () => void> = {
      'command ,': () => actions.toggleDialog('settings'),
      'command /': () => actions.toggleDialog('shortcuts'),
      ...(isOnServer && {
        'command k': () => actions.toggleDialog('switcher'),
        'alt ArrowUp': () => actions.joinNeighbourRoom(-1),
        'alt ArrowDown': () => actions.joinNeighbourRoom(1),
      }),
    }
    const handleKey = (event: KeyboardEvent): void => {
      const modifier = modifierOf(event)
      const handler = modifier && handlers[`${modifier} ${event.key}`]
      if (!handler || event.isComposing) return
      event.preventDefault()
      handler()
    }
    window.addEventListener('keydown', handleKey)
    return () => window.removeEventListener('keydown', handleKey)
  }, [actions, isOnServer])
}

function modifierOf(event: KeyboardEvent): 'command' | 'alt' | null {
  const isCommand = event.ctrlKey || event.metaKey
  if (isCommand && !event.altKey) return 'command'
  return event.altKey && !isCommand && !event.shiftKey ? 'alt' : null
}
