import { useEffect } from 'react'
import { selectOpenRoom, selectServer, selectUnread } from '../state/selectors.ts'
import { useAppState } from './services-context.tsx'

/** Names the window after what it shows, for task bars, tabs and screen readers. */
export function useWindowTitle(): void {
  const isOnServer = useAppState((state) => state.view.screen === 'server')
  const room = useAppState((state) => selectOpenRoom(state)?.name)
  const server = useAppState((state) => selectServer(state)?.name)
  const unread = useAppState(selectUnread)
  useEffect(() => {
    const count = unread > 0 ? `(${unread}) ` : ''
    document.title = isOnServer
      ? count + [room, server, 'Parley'].filter((part) => part !== undefined).join(' · ')
      : 'Parley'
  }, [isOnServer, room, server, unread])
}
