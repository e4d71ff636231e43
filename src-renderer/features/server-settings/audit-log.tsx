import type { AuditAction, AuditEntryWire } from '#shared/protocol/moderation-wire.ts'
import { useActions } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import styles from './server-dialog.module.css'
import { useLoaded } from '../../app/parts/use-loaded.ts'

/** Who moderated whom, the newest first. */
export function AuditLog() {
  const { loadAuditLog } = useActions()
  const { value: page, problem, set } = useLoaded(() => loadAuditLog())
  const older = useSubmit(async () => {
    const next = await loadAuditLog(page?.entries.at(-1)?.number)
    if (next.ok) set({ ...next.value, entries: [...(page?.entries ?? []), ...next.value.entries] })
    return next
  })
  return (
    <div className={styles['part']}>
      <Problem>{problem ?? older.problem}</Problem>
      {page === null && problem === null && <Skeleton width="60%" />}
      {page?.entries.length === 0 && <p className={styles['note']}>Nothing happened yet.</p>}
      {page && page.entries.length > 0 && (
        <ul className={styles['list']} aria-label="Log of moderation">
          {page.entries.map((entry) => (
            <li key={entry.number} className={styles['entry']}>
              <div>
                <strong>{sentenceFor(entry)}</strong>
                {entry.detail !== '' && <span>{entry.detail}</span>}
              </div>
              <time dateTime={new Date(entry.at).toISOString()}>
                {new Date(entry.at).toLocaleString(undefined, {
                  dateStyle: 'medium',
                  timeStyle: 'short',
                })}
              </time>
            </li>
          ))}
        </ul>
      )}
      {page?.more && (
        <Button variant="ghost" isWide isBusy={older.isBusy} onClick={() => void older.submit()}>
          Show older ones
        </Button>
      )}
    </div>
  )
}

const VERBS: Readonly<Record<AuditAction, string>> = {
  kick: 'threw out',
  ban: 'keeps out',
  unban: 'let in again',
  mute: 'silenced',
  unmute: 'lets speak again',
  'voice-silence': 'silenced in voice',
  'voice-unsilence': 'lets speak in voice again',
  'voice-remove': 'took out of voice',
  'set-role': 'changed the role of',
  'delete-message': 'deleted a message of',
  'create-room': 'created a room',
  'update-room': 'changed a room',
  'archive-room': 'archived or opened a room',
  'delete-room': 'deleted a room',
  'update-server': 'changed the server',
}

const sentenceFor = ({ actor, action, target }: AuditEntryWire): string =>
  `${actor} ${VERBS[action]}${target === null ? '' : ` ${target}`}`
