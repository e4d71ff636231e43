import { z } from 'zod'

/** Strings that mean different things must not be swappable, so each identifier has its own type. */
export const roomIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'A room id is 1 to 64 lower-case letters, digits or dashes')
  .brand<'RoomId'>()
export type RoomId = z.infer<typeof roomIdSchema>

export const personIdSchema = z.uuid().brand<'PersonId'>()
export type PersonId = z.infer<typeof personIdSchema>

export const messageIdSchema = z.uuid().brand<'MessageId'>()
export type MessageId = z.infer<typeof messageIdSchema>

/** Chosen by the sender; the same key from the same person always means the same message. */
export const clientIdSchema = z.uuid().brand<'ClientId'>()
export type ClientId = z.infer<typeof clientIdSchema>

export const callIdSchema = z.uuid().brand<'CallId'>()
export type CallId = z.infer<typeof callIdSchema>

/** 256 random bits, base64url: whoever holds it is that person. Never logged, hashed at rest. */
export const sessionTokenSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'A session token is 43 base64url characters')
  .brand<'SessionToken'>()
export type SessionToken = z.infer<typeof sessionTokenSchema>

/** One connection of one device. A person may have several at once. */
const sessionIdSchema = z.string().min(1).brand<'SessionId'>()
export type SessionId = z.infer<typeof sessionIdSchema>

/** Position in a conversation: 1 for its first durable change, then without a gap. */
export const seqSchema = z.int().min(1)

/** 128 random bits, base64url: whoever has it may fetch the file of a message that it was made for. */
export const mediaKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, 'A media key is 22 base64url characters')
  .brand<'MediaKey'>()
export type MediaKey = z.infer<typeof mediaKeySchema>

/** SHA-256 of a file's content, in hexadecimal: the same file has the same id and is kept once. */
export const blobIdSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'A blob id is 64 hexadecimal digits')
  .brand<'BlobId'>()
export type BlobId = z.infer<typeof blobIdSchema>
