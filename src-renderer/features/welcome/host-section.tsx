import { Radio } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Problem } from './problem.tsx'
import { ServerRow } from './server-row.tsx'
import styles from './welcome.module.css'

/** The other way in: be the server. Or, when this computer already is one, go back to it. */
export function HostSection({ name }: { readonly name: string }) {
  const { startHosting, stopHosting, showLogs } = useActions()
  const host = useAppState((state) => state.host)
  const directory = useAppState((state) => state.directory)
  const { busyWith, problem } = useAppState((state) => state.joinForm)
  if (host?.phase === 'running') {
    return (
      <section className={styles['section']} aria-label="Hosted on this computer">
        <h2 className={styles['heading']}>Hosted on this computer</h2>
        <div className={styles['list']}>
          <ServerRow name={host.name} known={directory.get(host.localOrigin)}>
            <Button variant="danger" size="small" onClick={() => void stopHosting()}>
              Stop hosting
            </Button>
            <Button
              variant="soft"
              size="small"
              aria-label={`Join ${host.name}`}
              isBusy={busyWith?.kind === 'host'}
              onClick={() => void startHosting(name)}
            >
              Join
            </Button>
          </ServerRow>
        </div>
      </section>
    )
  }
  const failure =
    problem?.field === 'host' ? problem.message : host?.phase === 'failed' ? host.message : null
  return (
    <div>
      <div className={styles['or']}>or</div>
      <Button
        variant="primary"
        size="large"
        isWide
        icon={<Radio aria-hidden="true" />}
        isBusy={busyWith?.kind === 'host'}
        onClick={() => void startHosting(name)}
      >
        Host a server
      </Button>
      {failure === null ? (
        <p className={styles['note']}>On this computer, for everybody on your network.</p>
      ) : (
        <>
          <Problem>{failure}</Problem>
          {showLogs && (
            <Button variant="ghost" size="small" onClick={() => void showLogs()}>
              Show logs
            </Button>
          )}
        </>
      )}
    </div>
  )
}
