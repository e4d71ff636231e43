import type {
  AuditEntryWire,
  BanWire,
  ServerSettingsWire,
} from '#shared/protocol/moderation-wire.ts'
import type { AuditEntry, Ban, ServerSettings } from '../ports/moderation-store.ts'

/** What moderators get to see, as it travels. */

export const toBanWire = ({ person, by, reason, bannedAt, until }: Ban): BanWire => ({
  userId: person.id,
  name: person.name,
  by: by.name,
  reason,
  bannedAt,
  until,
})

export const toAuditEntryWire = (entry: AuditEntry): AuditEntryWire => ({
  number: entry.number,
  at: entry.at,
  action: entry.action,
  actorId: entry.actor.id,
  actor: entry.actor.name,
  targetId: entry.target?.id ?? null,
  target: entry.target?.name ?? null,
  roomId: entry.roomId,
  detail: entry.detail,
})

export const toSettingsWire = (settings: ServerSettings): ServerSettingsWire => ({
  hasPassword: settings.passwordHash !== null,
  newcomerRole: settings.newcomerRole,
  retentionDays: settings.retentionDays,
})
