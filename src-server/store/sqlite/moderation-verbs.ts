import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { AuditAction } from '#shared/protocol/moderation-wire.ts'
import type { AuditDraft, AuditEntry, Ban, ServerSettings } from '../../ports/moderation-store.ts'
import type { PasswordHash } from '../../ports/secrets.ts'
import type { Statements } from './statements.ts'

interface BanRow {
  readonly person_id: PersonId
  readonly name: PersonName
  readonly name_keys: string
  readonly by_id: PersonId
  readonly by_name: PersonName
  readonly reason: string
  readonly banned_at: number
  readonly until: number | null
}

interface AuditRow {
  readonly number: number
  readonly at: number
  readonly action: AuditAction
  readonly actor_id: PersonId
  readonly actor_name: PersonName
  readonly target_id: PersonId | null
  readonly target_name: PersonName | null
  readonly room_id: RoomId | null
  readonly detail: string
}

interface SettingsRow {
  readonly password_hash: PasswordHash | null
  readonly newcomer_role: ServerSettings['newcomerRole']
  readonly retention_days: number | null
}

/** Bans, the audit log, the settings of the server. */
export function createModerationVerbs({ query, command }: Statements) {
  const insertBan = command('INSERT OR REPLACE INTO bans VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const dropBan = query('DELETE FROM bans WHERE person_id = ? RETURNING person_id')
  const dropEnded = command('DELETE FROM bans WHERE until <= ?')
  const bansAt = query<BanRow>(
    'SELECT * FROM bans WHERE until IS NULL OR until > ? ORDER BY banned_at DESC, person_id',
  )
  const insertEntry = query<{ number: number }>(
    `INSERT INTO audit (at, action, actor_id, actor_name, target_id, target_name, room_id, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number`,
  )
  const entriesBefore = query<AuditRow>(
    'SELECT * FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?',
  )
  const settingsRow = query<SettingsRow>('SELECT * FROM settings')
  const setSettings = command(
    'UPDATE settings SET password_hash = ?, newcomer_role = ?, retention_days = ?',
  )

  function settings(): ServerSettings {
    const [row] = settingsRow()
    return {
      passwordHash: row?.password_hash ?? null,
      newcomerRole: row?.newcomer_role ?? 'member',
      retentionDays: row?.retention_days ?? null,
    }
  }

  return {
    reads: {
      bans: (now: number): readonly Ban[] => bansAt(now).map(toBan),
      auditLog: (before: number | null, limit: number): readonly AuditEntry[] =>
        entriesBefore(before ?? Number.MAX_SAFE_INTEGER, limit).map(toEntry),
      settings,
    },
    writes: {
      ban({ person, nameKeys, by, reason, bannedAt, until }: Ban): void {
        dropEnded(bannedAt)
        const keys = JSON.stringify(nameKeys)
        insertBan(person.id, person.name, keys, by.id, by.name, reason, bannedAt, until)
      },
      unban: (personId: PersonId): boolean => dropBan(personId).length > 0,
      noteAudit(draft: AuditDraft): AuditEntry {
        const { at, action, actor, target, roomId, detail } = draft
        const who = [actor.id, actor.name, target?.id ?? null, target?.name ?? null]
        const [row] = insertEntry(at, action, ...who, roomId, detail)
        if (!row) throw new Error('An entry of the log was not numbered')
        return { ...draft, number: row.number }
      },
      changeSettings(change: Partial<ServerSettings>): ServerSettings {
        const after = { ...settings(), ...change }
        setSettings(after.passwordHash, after.newcomerRole, after.retentionDays)
        return after
      },
    },
  }
}

const toBan = (row: BanRow): Ban => ({
  person: { id: row.person_id, name: row.name },
  nameKeys: JSON.parse(row.name_keys) as string[],
  by: { id: row.by_id, name: row.by_name },
  reason: row.reason,
  bannedAt: row.banned_at,
  until: row.until,
})

const toEntry = (row: AuditRow): AuditEntry => ({
  number: row.number,
  at: row.at,
  action: row.action,
  actor: { id: row.actor_id, name: row.actor_name },
  target: row.target_id && row.target_name ? { id: row.target_id, name: row.target_name } : null,
  roomId: row.room_id,
  detail: row.detail,
})
