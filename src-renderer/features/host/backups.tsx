import { Archive, ArchiveRestore } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import styles from './host-panel.module.css'

/** Everything that the server keeps as one file, and back. */
export function Backups() {
  const { backUpServer, restoreServer } = useActions()
  const job = useAppState((state) => state.hostJob)
  return (
    <section className={styles['backups']} aria-labelledby="host-backups">
      <div>
        <h3 id="host-backups" className={styles['heading']}>
          Backup
        </h3>
        <p className={styles['hint']}>
          One file with all messages, people, recordings and files. People can go on talking.
        </p>
      </div>
      {job ? (
        <JobProgress />
      ) : (
        <div className={styles['backupButtons']}>
          <Button
            size="small"
            icon={<Archive aria-hidden="true" />}
            onClick={() => void backUpServer()}
          >
            Back up…
          </Button>
          <Button
            size="small"
            icon={<ArchiveRestore aria-hidden="true" />}
            onClick={() => void restoreServer()}
          >
            Restore…
          </Button>
        </div>
      )}
    </section>
  )
}

/** How far a backup or a restore is. */
export function JobProgress() {
  const job = useAppState((state) => state.hostJob)
  if (!job) return null
  return (
    <p className={styles['wait']} role="status">
      <Spinner />
      {job.doing === 'back-up' ? 'Backing up' : 'Restoring'}, {job.percent} %
    </p>
  )
}
