import { ScrollText } from 'lucide-react'
import { succeed } from '#shared/lib/result.ts'
import type { AuditAction, AuditEntryWire } from '#shared/protocol/moderation-wire.ts'
import { PagedList } from '../../app/parts/paged-list.tsx'
import { useActions } from '../../app/services-context.tsx'
import styles from './server-dialog.module.css'

/** Who moderated whom, the newest first. */
export function AuditLog() {
  const { loadAuditLog } = useActions()
  return (
    <PagedList
      label="Log of moderation"
      empty={{ Icon: ScrollText, text: 'Nobody was moderated yet.' }}
      whenAway="The log is shown as soon as the server is back."
      load={async (last: AuditEntryWire | null) => {
        const page = await loadAuditLog(last?.number)
        return page.ok ? succeed({ items: page.value.entries, more: page.value.more }) : page
      }}
    >
      {(entry) => (
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
      )}
    </PagedList>
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
