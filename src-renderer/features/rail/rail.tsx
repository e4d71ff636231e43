import { Plus } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import type { AppState } from '../../state/app-state.ts'
import { serverOf } from '../../state/link.ts'
import { ServerBadge } from '../../ui/avatar.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import styles from './rail.module.css'

/** The servers that somebody moves between. A browser tab belongs to one server and needs none. */
export function Rail() {
  const { joinKnownServer, showWelcome } = useActions()
  const link = useAppState((state) => state.link)
  const recent = useAppState((state) => state.settings.recentServers)
  const host = useAppState((state) => state.host)
  const myName = useAppState((state) => state.me?.name ?? state.settings.name)
  const busyWith = useAppState((state) => state.joinForm.busyWith)
  const isBrowser = useAppState((state) => state.homeServer !== null)
  if (isBrowser) return null
  const current = serverOf(link)
  return (
    <nav className={styles['rail']} aria-label="Servers">
      <ul className={styles['list']} aria-label="Servers">
        {serversToShow({ link, recent, host }).map(({ origin, name }) => {
          const isCurrent = origin === current?.origin
          const isBusy = busyWith?.kind === 'server' && busyWith.origin === origin
          return (
            <li key={origin}>
              <Tooltip text={name} side="right">
                <button
                  type="button"
                  className={styles['server']}
                  aria-label={name}
                  aria-current={isCurrent ? 'true' : undefined}
                  aria-busy={isBusy || undefined}
                  onClick={() => {
                    if (!isCurrent) void joinKnownServer(myName, origin)
                  }}
                >
                  <ServerBadge name={name} isActive={isCurrent} />
                </button>
              </Tooltip>
            </li>
          )
        })}
      </ul>
      <Tooltip text="Join or host another server" side="right">
        <button
          type="button"
          className={styles['add']}
          aria-label="Join or host another server"
          onClick={showWelcome}
        >
          <Plus aria-hidden="true" />
        </button>
      </Tooltip>
    </nav>
  )
}

/**
 * Each server once: our own first, then by name, so that nothing moves under the pointer when
 * another one is joined.
 */
function serversToShow({
  link,
  recent,
  host,
}: {
  link: AppState['link']
  recent: AppState['settings']['recentServers']
  host: AppState['host']
}): readonly { origin: string; name: string }[] {
  const current = serverOf(link)
  const own = host?.phase === 'running' ? [{ origin: host.localOrigin, name: host.name }] : []
  const all = [...recent, ...(current ? [current] : []), ...own]
  const ownOrigin = own[0]?.origin ?? (current?.isOwn ? current.origin : null)
  const byOrigin = new Map(all.map(({ origin, name }) => [origin, { origin, name }]))
  return [...byOrigin.values()].toSorted(
    (a, b) =>
      Number(b.origin === ownOrigin) - Number(a.origin === ownOrigin) ||
      a.name.localeCompare(b.name),
  )
}
