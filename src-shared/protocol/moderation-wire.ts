import { z } from 'zod'
import { personIdSchema, roomIdSchema } from '../domain/ids.ts'
import { timeSchema } from './wire.ts'

/** Shapes that only moderators and admins get to see. */

export const banWireSchema = z.object({
  userId: personIdSchema,
  name: z.string(),
  by: z.string(),
  reason: z.string(),
  bannedAt: timeSchema,
  until: timeSchema.nullable().describe('null: until it is lifted'),
})
export type BanWire = z.infer<typeof banWireSchema>

export const AUDIT_ACTIONS = [
  'kick',
  'ban',
  'unban',
  'mute',
  'unmute',
  'voice-silence',
  'voice-unsilence',
  'voice-remove',
  'set-role',
  'delete-message',
  'create-room',
  'update-room',
  'archive-room',
  'delete-room',
  'update-server',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

export const auditEntryWireSchema = z.object({
  number: z.int().positive(),
  at: timeSchema,
  action: z.enum(AUDIT_ACTIONS),
  actorId: personIdSchema,
  actor: z.string(),
  targetId: personIdSchema.nullable(),
  target: z.string().nullable().describe('The name at that time'),
  roomId: roomIdSchema.nullable(),
  detail: z.string().describe('The reason, the new role, the name of the room'),
})
export type AuditEntryWire = z.infer<typeof auditEntryWireSchema>

export const serverSettingsWireSchema = z.object({
  hasPassword: z.boolean(),
  newcomerRole: z.enum(['member', 'guest']),
  retentionDays: z.int().positive().nullable(),
})
export type ServerSettingsWire = z.infer<typeof serverSettingsWireSchema>
