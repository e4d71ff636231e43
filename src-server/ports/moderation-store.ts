import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { AuditAction } from '#shared/protocol/moderation-wire.ts'
import type { PasswordHash } from './secrets.ts'

export interface Ban {
  readonly person: Person
  /** From `nameKeys`: nobody else can come in under the name either. */
  readonly nameKeys: readonly string[]
  readonly by: Person
  readonly reason: string
  /** Milliseconds since 1970. */
  readonly bannedAt: number
  /** null: until it is lifted. */
  readonly until: number | null
}

export interface AuditDraft {
  readonly at: number
  readonly action: AuditAction
  readonly actor: Person
  readonly target: Person | null
  readonly roomId: RoomId | null
  readonly detail: string
}

export interface AuditEntry extends AuditDraft {
  /** 1, 2, 3 … */
  readonly number: number
}

export interface ServerSettings {
  readonly passwordHash: PasswordHash | null
  readonly newcomerRole: 'member' | 'guest'
  readonly retentionDays: number | null
}

/** Bans, the audit log and the settings of the server, durable. Every verb may throw `Unavailable`. */
export interface ModerationStore {
  /** One ban per person: a new one takes the place of the former. */
  ban(ban: Ban): Promise<void>
  /** @returns whether there was one */
  unban(personId: PersonId): Promise<boolean>
  /** Those that are in force at `now`. */
  bans(now: number): Promise<readonly Ban[]>
  note(entry: AuditDraft): Promise<AuditEntry>
  /** The newest first, before the number or from the newest. */
  log(before: number | null, limit: number): Promise<readonly AuditEntry[]>
  settings(): Promise<ServerSettings>
  changeSettings(change: Partial<ServerSettings>): Promise<ServerSettings>
}
