import { useEffect } from 'react'
import { selectOpenName, selectServer, selectUnreadTotal } from '../state/selectors.ts'
import { useAppState } from './services-context.tsx'

/** Names the window after what it shows, for task bars, tabs and screen readers. */
export function useWindowTitle(): void {
  const isOnServer = useAppState((state) => state.view.screen === 'server')
  const conversation = useAppState(selectOpenName)
  const server = useAppState((state) => selectServer(state)?.name)
  const unread = useAppState(selectUnreadTotal)
  useEffect(() => {
    const count = unread > 0 ? `(${unread}) ` : ''
    document.title = isOnServer
      ? count + [conversation, server, 'Parley'].filter((part) => part !== undefined).join(' · ')
      : 'Parley'
  }, [isOnServer, conversation, server, unread])
}
