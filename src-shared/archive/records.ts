import { z } from 'zod'
import { CALL_END_REASONS } from '../domain/call.ts'
import { availabilitySchema } from '../domain/people.ts'
import {
  blobIdSchema,
  callIdSchema,
  clientIdSchema,
  mediaKeySchema,
  messageIdSchema,
  personIdSchema,
  roomIdSchema,
  seqSchema,
} from '../domain/ids.ts'
import { MESSAGE_TYPES } from '../domain/messages.ts'
import { notificationLevelSchema } from '../domain/conversations.ts'
import { roleSchema } from '../domain/rights.ts'
import { roomAccessSchema } from '../domain/rooms.ts'
import { AUDIT_ACTIONS } from '../protocol/moderation-wire.ts'

/**
 * What a server keeps, as records: one line of JSON each in an archive. docs/export-format.md is the
 * prose to it. Every record lists its fields in the order of its schema, so that the same content is
 * the same bytes, whichever store it comes from.
 */

/** Raised when a reader of the former version would misunderstand the new one. */
export const ARCHIVE_VERSION = 1
export const ARCHIVE_FORMAT = 'parley-archive'

/** Milliseconds since 1970. */
const timeSchema = z.int().min(0)
/** Generous: what was allowed when something was written is not judged again when it is moved. */
const textSchema = z.string().max(100_000)
const shortSchema = z.string().max(2_000)
const nameSchema = z.string().min(1).max(200)
const hashSchema = z.string().min(1).max(1_000)
const numberSchema = z.int().min(0)

const personRefSchema = z.strictObject({ id: personIdSchema, name: nameSchema })

const settingsRecordSchema = z.strictObject({
  kind: z.literal('settings'),
  passwordHash: hashSchema.nullable(),
  newcomerRole: z.enum(['member', 'guest']),
  retentionDays: z.int().min(1).nullable(),
})

const previewSchema = z.strictObject({
  blobId: blobIdSchema,
  mimeType: z.string().max(200),
  size: z.int().min(0),
  width: z.number(),
  height: z.number(),
})

const attachmentSchema = z.strictObject({
  blobId: blobIdSchema,
  key: mediaKeySchema,
  name: shortSchema,
  mimeType: z.string().max(200),
  size: z.int().min(0),
  duration: z.number().nullable(),
  waveform: z.array(z.number()).max(1_000).nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  /** Of a picture whose sender made one; no other attachment has the field. */
  preview: previewSchema.optional(),
})

const callEntrySchema = z.strictObject({
  id: callIdSchema,
  reason: z.enum(CALL_END_REASONS),
  duration: z.int().min(0),
  isMissed: z.boolean(),
})

/** In the order of the newest change; one that changed while it was being written comes again. */
const messageRecordSchema = z.strictObject({
  kind: z.literal('message'),
  roomId: roomIdSchema,
  id: messageIdSchema,
  seq: seqSchema,
  changeSeq: seqSchema,
  type: z.enum(MESSAGE_TYPES),
  text: textSchema,
  attachments: z.array(attachmentSchema).max(100),
  author: personRefSchema,
  createdAt: timeSchema,
  editedAt: timeSchema.nullable(),
  deletedAt: timeSchema.nullable(),
  replyTo: messageIdSchema.nullable(),
  /** Emoji, person and name, in the order of choosing. */
  reactions: z.array(z.tuple([z.string().min(1).max(200), personIdSchema, nameSchema])),
  pin: z.strictObject({ pinnedAt: timeSchema, by: personRefSchema }).nullable(),
  mentions: z.array(personIdSchema),
  mentionsHere: z.boolean(),
  clientId: clientIdSchema.nullable(),
  /** Of a message of type `call`; no other message has the field. */
  call: callEntrySchema.optional(),
})

const readingRecordSchema = z.strictObject({
  kind: z.literal('reading'),
  roomId: roomIdSchema,
  personId: personIdSchema,
  seq: seqSchema,
})

/** Follows the messages of the room: only then is the number of its newest change known. */
const roomRecordSchema = z.strictObject({
  kind: z.literal('room'),
  id: roomIdSchema,
  name: nameSchema,
  icon: shortSchema,
  topic: shortSchema,
  access: roomAccessSchema,
  creatorId: personIdSchema.nullable(),
  archivedAt: timeSchema.nullable(),
  slowModeSeconds: numberSchema,
  speakRole: roleSchema,
  pinRole: roleSchema,
  retentionDays: z.int().min(1).nullable(),
  passwordHash: hashSchema.nullable(),
  members: z.array(personIdSchema),
  lastSeq: numberSchema,
  /** Messages up to this number were removed because they were too old. */
  trimmedSeq: numberSchema,
})

const directRecordSchema = z.strictObject({
  kind: z.literal('direct'),
  id: roomIdSchema,
  lastSeq: numberSchema,
  trimmedSeq: numberSchema,
})

/** A room that was deleted: its id never comes back. */
const deletedRoomRecordSchema = z.strictObject({
  kind: z.literal('deleted-room'),
  id: roomIdSchema,
})

/** Who was last here under a name, so that people can be spoken to by it when they are not here. */
const nameRecordSchema = z.strictObject({
  kind: z.literal('name'),
  key: nameSchema,
  personId: personIdSchema,
})

const banRecordSchema = z.strictObject({
  kind: z.literal('ban'),
  person: personRefSchema,
  nameKeys: z.array(nameSchema),
  by: personRefSchema,
  reason: shortSchema,
  bannedAt: timeSchema,
  until: timeSchema.nullable(),
})

const auditRecordSchema = z.strictObject({
  kind: z.literal('audit'),
  number: seqSchema,
  at: timeSchema,
  action: z.enum(AUDIT_ACTIONS),
  actor: personRefSchema,
  target: personRefSchema.nullable(),
  roomId: roomIdSchema.nullable(),
  detail: shortSchema,
})

/** A call of two people that is over and has its entry in their conversation. By when it began. */
const callRecordSchema = z.strictObject({
  kind: z.literal('call'),
  id: callIdSchema,
  caller: personRefSchema,
  callee: personRefSchema,
  startedAt: timeSchema,
  acceptedAt: timeSchema.nullable(),
  connectedAt: timeSchema.nullable(),
  endedAt: timeSchema,
  reason: z.enum(CALL_END_REASONS),
})

/** Everything of one person, tokens and password included: who they are, not only what they are called. */
const personRecordSchema = z.strictObject({
  kind: z.literal('person'),
  id: personIdSchema,
  name: nameSchema,
  role: roleSchema,
  statusText: shortSchema,
  avatar: blobIdSchema.nullable(),
  availability: availabilitySchema,
  createdAt: timeSchema,
  lastSeenAt: timeSchema,
  mutedUntil: timeSchema.nullable(),
  /** SHA-256 of the session tokens, the newest last. */
  tokenHashes: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
  protection: z.strictObject({ keys: z.array(nameSchema).min(1), hash: hashSchema }).nullable(),
  notify: z.array(z.tuple([roomIdSchema, notificationLevelSchema])),
  /** Direct conversations, and the number after which each is on the person's list. */
  directs: z.array(z.tuple([roomIdSchema, numberSchema])),
  blocked: z.array(personIdSchema),
  /** Archives from before it could be chosen say nothing of it: everybody rings. */
  quietCallers: z.array(personIdSchema).default([]),
})

export const archiveRecordSchema = z.discriminatedUnion('kind', [
  settingsRecordSchema,
  messageRecordSchema,
  readingRecordSchema,
  roomRecordSchema,
  directRecordSchema,
  deletedRoomRecordSchema,
  nameRecordSchema,
  banRecordSchema,
  auditRecordSchema,
  callRecordSchema,
  personRecordSchema,
])

export type ArchiveRecord = z.infer<typeof archiveRecordSchema>
type RecordKind = ArchiveRecord['kind']
export type RecordOf<Kind extends RecordKind> = Extract<ArchiveRecord, { kind: Kind }>

/** How many there are of each kind. */
const countsSchema = z.strictObject({
  settings: numberSchema,
  message: numberSchema,
  reading: numberSchema,
  room: numberSchema,
  direct: numberSchema,
  'deleted-room': numberSchema,
  name: numberSchema,
  ban: numberSchema,
  audit: numberSchema,
  person: numberSchema,
  /** Archives from before there were calls say nothing of them. */
  call: numberSchema.default(0),
})
export type RecordCounts = z.infer<typeof countsSchema>

export const NO_RECORDS: RecordCounts = {
  settings: 0,
  message: 0,
  reading: 0,
  room: 0,
  direct: 0,
  'deleted-room': 0,
  name: 0,
  ban: 0,
  audit: 0,
  person: 0,
  call: 0,
}

/** The first line. Looked at before anything else, so its form may only ever grow. */
export const archiveHeaderSchema = z.object({
  kind: z.literal('header'),
  format: z.literal(ARCHIVE_FORMAT),
  version: z.int().min(1),
  createdAt: timeSchema,
  /** The version of Parley that wrote it. */
  writtenBy: z.string().max(100),
  serverName: z.string().max(200),
  /** Of messages and people when the writing began: to show how far it is. */
  expected: z.object({ messages: numberSchema, people: numberSchema }),
})
export type ArchiveHeader = z.infer<typeof archiveHeaderSchema>

/** The last line: what has to be in the file, so that one that was cut or changed is noticed. */
export const archiveFooterSchema = z.strictObject({
  kind: z.literal('footer'),
  records: countsSchema,
  blobs: z.strictObject({ count: numberSchema, bytes: numberSchema }),
  /** SHA-256 of all lines before it, and of a line with id and size for each blob. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ArchiveFooter = z.infer<typeof archiveFooterSchema>
