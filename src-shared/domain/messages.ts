import { z } from 'zod'
import type { ClientId, MessageId, PersonId, RoomId } from './ids.ts'

/** A long letter fits; a pasted log file belongs into an attachment. In UTF-16 code units. */
export const TEXT_MAX_LENGTH = 8_000

/** Control characters other than tab and line feed: they have no look and confuse terminals and logs. */
// oxlint-disable-next-line no-control-regex -- finding control characters is the point
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** What somebody may write: not empty, not endless, well-formed Unicode, no invisible controls. */
export const messageTextSchema = z
  .string()
  .max(TEXT_MAX_LENGTH, {
    error: `A message has at most ${TEXT_MAX_LENGTH} characters`,
    // The length is a failure of its own kind; the other rules would only repeat it.
    abort: true,
  })
  .transform((text) => text.replace(/\r\n?/g, '\n').replace(CONTROL_CHARACTERS, '').trim())
  .refine((text) => text.length > 0, 'A message needs some text')
  .refine((text) => !/[\ud800-\udfff]/u.test(text), 'The text is not valid Unicode')

/** A stored message of a room. Never changes once it has a `seq`. */
export interface TextMessage {
  readonly id: MessageId
  readonly roomId: RoomId
  /** Position in the room, without gaps; the order that everybody sees. */
  readonly seq: number
  readonly type: 'text'
  readonly text: string
  readonly author: { readonly id: PersonId; readonly name: string }
  /** Milliseconds since 1970, by the server's clock. */
  readonly createdAt: number
  /** The sender's idempotency key, so that the sender recognises its own message. */
  readonly clientId: ClientId | null
}

/** A message that has no place in the room's order yet. */
export type MessageDraft = Omit<TextMessage, 'seq'>

/** "NAME joined the room": told to whoever is there, not kept (decision 0004). */
export interface SystemNotice {
  readonly id: MessageId
  readonly roomId: RoomId
  readonly type: 'system'
  readonly text: string
  readonly createdAt: number
}
