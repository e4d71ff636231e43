import { z } from 'zod'
import { blobIdSchema, personIdSchema } from '../../domain/ids.ts'
import { availabilitySchema, STATUS_MAX_LENGTH } from '../../domain/people.ts'
import { roleSchema } from '../../domain/rights.ts'
import { passwordSchema, RETENTION_MAX_DAYS } from '../../domain/rooms.ts'
import { request, type RequestDefinition } from '../define.ts'
import {
  auditEntryWireSchema,
  banWireSchema,
  serverSettingsWireSchema,
} from '../moderation-wire.ts'
import { ownProfileWireSchema, profileWireSchema } from '../wire.ts'

/** No kick, mute or ban needs an essay. */
const reasonSchema = z.string().trim().max(300).default('').describe('For the person and the log')

const MUTE_MAX_SECONDS = 30 * 86_400
const BAN_MAX_SECONDS = 10 * 365 * 86_400

/** Oneself and others; who may do what. */
export const peopleRequests = {
  'people:list': request({
    doc: 'Everybody who was here in the last 90 days, or is a member of something, sorted by name.',
    input: null,
    reply: z.object({ people: z.array(profileWireSchema) }),
    failures: ['unauthorized', 'unavailable'],
    budget: 'request',
  }),
  'profile:update': request({
    doc: 'Change what others see of oneself; what is left out stays. Others hear `people:changed`.',
    input: z.object({
      statusText: z.string().trim().max(STATUS_MAX_LENGTH).optional(),
      avatar: blobIdSchema.nullable().optional().describe('A picture that this person uploaded'),
      availability: availabilitySchema.optional(),
    }),
    reply: z.object({ you: ownProfileWireSchema }),
    failures: ['unauthorized', 'not-found', 'too-large', 'unavailable'],
    budget: 'request',
  }),
  'profile:activity': request({
    doc: 'This device is in use, or has not been for a while: makes the person online or idle.',
    input: z.object({ isActive: z.boolean() }),
    reply: z.object({}),
    failures: ['unauthorized', 'unavailable'],
    budget: 'request',
  }),
  'profile:protect': request({
    doc:
      'Protect one’s name with a password, change it, or give it up with null. Whoever knows it can ' +
      'be this person on any device; nobody else can have the name, here or not.',
    input: z.object({
      password: passwordSchema.nullable(),
      current: z.string().max(200).optional().describe('Needed when there is one already'),
    }),
    reply: z.object({ you: ownProfileWireSchema }),
    failures: ['unauthorized', 'forbidden', 'conflict', 'unavailable'],
    budget: 'request',
  }),
  'person:set-role': request({
    doc: 'Give somebody a role below one’s own. An owner may make another owner.',
    input: z.object({ userId: personIdSchema, role: roleSchema }),
    reply: z.object({ person: profileWireSchema }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'conflict', 'unavailable'],
    budget: 'request',
  }),
  'person:kick': request({
    doc: 'Throw somebody out, with all devices: they hear `session:ended` and may come back.',
    input: z.object({ userId: personIdSchema, reason: reasonSchema }),
    reply: z.object({}),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'person:mute': request({
    doc: 'Mute somebody in text and in voice for so many seconds; 0 lets them speak again.',
    input: z.object({
      userId: personIdSchema,
      seconds: z.int().min(0).max(MUTE_MAX_SECONDS),
      reason: reasonSchema,
    }),
    reply: z.object({ mutedUntil: z.int().nullable() }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'person:ban': request({
    doc: 'Keep somebody out: the person, the name and, unless told otherwise, nothing else.',
    input: z.object({
      userId: personIdSchema,
      seconds: z.int().min(1).max(BAN_MAX_SECONDS).nullable().describe('null: until it is lifted'),
      reason: reasonSchema,
    }),
    reply: z.object({ ban: banWireSchema }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'person:unban': request({
    doc: 'Let somebody in again.',
    input: z.object({ userId: personIdSchema }),
    reply: z.object({}),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'moderation:bans': request({
    doc: 'Who is kept out now.',
    input: null,
    reply: z.object({ bans: z.array(banWireSchema) }),
    failures: ['unauthorized', 'forbidden', 'unavailable'],
    budget: 'request',
  }),
  'moderation:log': request({
    doc: 'Who moderated whom, the newest first.',
    input: z.object({
      before: z.int().positive().optional().describe('`number` of the oldest known entry'),
      limit: z.int().min(1).max(100).default(50),
    }),
    reply: z.object({ entries: z.array(auditEntryWireSchema), more: z.boolean() }),
    failures: ['unauthorized', 'forbidden', 'unavailable'],
    budget: 'request',
  }),
  'server:settings': request({
    doc: 'What admins may change about the server.',
    input: null,
    reply: z.object({ settings: serverSettingsWireSchema }),
    failures: ['unauthorized', 'forbidden', 'unavailable'],
    budget: 'request',
  }),
  'server:update': request({
    doc: 'Change it; what is left out stays as it is.',
    input: z.object({
      password: passwordSchema
        .nullable()
        .optional()
        .describe('Needed from then on to come in, as `auth: { password }`; null takes it away'),
      newcomerRole: z.enum(['member', 'guest']).optional(),
      retentionDays: z.int().min(1).max(RETENTION_MAX_DAYS).nullable().optional(),
    }),
    reply: z.object({ settings: serverSettingsWireSchema }),
    failures: ['unauthorized', 'forbidden', 'unavailable'],
    budget: 'request',
  }),
} as const satisfies Record<string, RequestDefinition>
