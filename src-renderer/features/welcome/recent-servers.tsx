import { X } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Problem } from './problem.tsx'
import { ServerRow } from './server-row.tsx'
import styles from './welcome.module.css'

/** Servers of earlier, each with what it says about itself right now. */
export function RecentServers({ name }: { readonly name: string }) {
  const { joinKnownServer, forgetServer } = useActions()
  const servers = useAppState((state) => state.settings.recentServers)
  const directory = useAppState((state) => state.directory)
  const { busyWith, problem } = useAppState((state) => state.joinForm)
  if (servers.length === 0) return null
  return (
    <section className={styles['section']} aria-labelledby="recent-servers">
      <h2 id="recent-servers" className={styles['heading']}>
        Servers you joined
      </h2>
      <ul className={styles['list']} aria-labelledby="recent-servers">
        {servers.map((server) => {
          const known = directory.get(server.origin)
          const isBusy = busyWith?.kind === 'server' && busyWith.origin === server.origin
          return (
            <li key={server.origin}>
              <ServerRow name={server.name} known={known}>
                <IconButton
                  label={`Forget ${server.name}`}
                  onClick={() => void forgetServer(server.origin)}
                >
                  <X aria-hidden="true" />
                </IconButton>
                <Button
                  variant={known?.phase === 'unreachable' ? 'outline' : 'soft'}
                  size="small"
                  aria-label={`Join ${server.name}`}
                  isBusy={isBusy}
                  onClick={() => void joinKnownServer(name, server.origin)}
                >
                  Join
                </Button>
              </ServerRow>
            </li>
          )
        })}
      </ul>
      {problem?.field === 'server' && <Problem>{problem.message}</Problem>}
    </section>
  )
}
