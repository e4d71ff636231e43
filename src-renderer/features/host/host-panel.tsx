import { useActions, useAppState } from '../../app/services-context.tsx'
import type { AppState } from '../../state/app-state.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Addresses } from './addresses.tsx'
import { Backups, JobProgress } from './backups.tsx'
import styles from './host-panel.module.css'
import { HostStats } from './host-stats.tsx'

type Host = NonNullable<AppState['host']>

/** The server inside this app: how others find it, how it is doing, and how to end it. */
export function HostPanel() {
  const { closeDialog, openDialog, stopHosting } = useActions()
  const isOpen = useAppState((state) => state.view.dialog === 'host')
  const host = useAppState((state) => state.host)
  const job = useAppState((state) => state.hostJob)
  // While a backup is put back the server does not run, and yet there is something to see.
  if (!host || (host.phase === 'off' && !job)) return null
  const stop = (): void => {
    closeDialog()
    void stopHosting()
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={closeDialog}
      width="wide"
      title={titleFor(host)}
      description={leadFor(host)}
      footer={
        <>
          <Button className={styles['settings']} onClick={() => openDialog('settings')}>
            Settings
          </Button>
          {host.phase !== 'off' && (
            <Button variant="danger" onClick={stop}>
              Stop hosting
            </Button>
          )}
        </>
      }
    >
      <Details host={host} />
    </Dialog>
  )
}

function titleFor(host: Host): string {
  switch (host.phase) {
    case 'off':
      return 'The server is being restored'
    case 'running':
      return `${host.name} is live`
    case 'starting':
      return `${host.name} is starting`
    case 'restarting':
      return `${host.name} is restarting`
    case 'failed':
      return `${host.name} has stopped`
  }
}

function leadFor(host: Host): string {
  switch (host.phase) {
    case 'running':
      return 'It runs on this computer for as long as Parley is open.'
    case 'failed':
      return host.message
    case 'off':
      return 'It starts again when everything is in its place.'
    default:
      return 'What was said before is kept.'
  }
}

function Details({ host }: { readonly host: Host }) {
  switch (host.phase) {
    case 'running':
      return (
        <>
          <Addresses addresses={host.addresses} />
          <HostStats people={host.people} startedAt={host.startedAt} port={host.port} />
          <Backups />
          {host.notices.length > 0 && (
            <ul className={styles['notices']} aria-label="Notices">
              {host.notices.map((notice) => (
                <li key={notice}>{notice}</li>
              ))}
            </ul>
          )}
        </>
      )
    case 'starting':
    case 'restarting':
      return (
        <p className={styles['wait']} role="status">
          <Spinner />
          {host.phase === 'restarting' ? `Attempt ${host.attempt}` : 'One moment'}
        </p>
      )
    case 'failed':
      return <Backups />
    case 'off':
      return <JobProgress />
  }
}
