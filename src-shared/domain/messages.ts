import { z } from 'zod'
import type { CallEntry } from './call.ts'
import type { Emoji } from './emoji.ts'
import type { BlobId, ClientId, MediaKey, MessageId, PersonId, RoomId } from './ids.ts'
import type { Person } from './people.ts'

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

/** What somebody felt about a message: one emoji and who chose it, in the order of choosing. */
export interface Reaction {
  readonly emoji: Emoji
  readonly people: readonly Person[]
}

/** Enough of an answered message to show above the answer. */
export interface Quote {
  readonly id: MessageId
  /** Where the answered message stands in the room, to jump to it. */
  readonly seq: number
  readonly author: Person
  /** The beginning of its present text, or what it carries where it has none; empty when it was deleted. */
  readonly excerpt: string
}

/** A smaller picture that a sender made of one, for where the original need not be fetched. */
export interface Preview {
  readonly blobId: BlobId
  readonly mimeType: string
  /** Bytes. */
  readonly size: number
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** What a message carries: a file of the blob store. */
export interface Attachment {
  readonly blobId: BlobId
  /** Part of the address under which it is fetched, so that the id of the message alone opens nothing. */
  readonly key: MediaKey
  /** The file name as its sender had it; empty for a voice message. */
  readonly name: string
  readonly mimeType: string
  /** Bytes. */
  readonly size: number
  /** Seconds, of sound and video; null where nobody said. */
  readonly duration: number | null
  /** Peaks from 0 to 255, at most 256 of them; null for what is no voice message. */
  readonly waveform: readonly number[] | null
  /** Pixels, of pictures and video; null where nobody said. */
  readonly width: number | null
  readonly height: number | null
  /** Of a picture whose sender made one; it is fetched by whoever may fetch the picture. */
  readonly preview?: Preview
}

/** Everything of the blob store that these need. */
export const blobsOf = (
  attachments: readonly {
    readonly blobId: BlobId
    readonly preview?: Pick<Preview, 'blobId'> | undefined
  }[],
): readonly BlobId[] =>
  attachments.flatMap(({ blobId, preview }) => (preview ? [blobId, preview.blobId] : [blobId]))

/**
 * `text` may go with it in a message of type `file`; a `voice` message has one attachment and no text. A
 * `call` is written by the server when a call has ended, in the name of the caller.
 */
export const MESSAGE_TYPES = ['text', 'voice', 'file', 'call'] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

/** More files than this are an archive. */
export const ATTACHMENTS_MAX = 10

/** More pins than this and nobody finds anything among them. */
export const PINS_MAX = 50

export interface Pin {
  readonly pinnedAt: number
  readonly by: Person
}

/** A stored message of a room or of a direct conversation, as it is now. */
export interface Message {
  readonly id: MessageId
  readonly roomId: RoomId
  /** Position in the room; the order that everybody sees. Never changes. */
  readonly seq: number
  /**
   * Number of the newest change to it (the message itself, an edit, a reaction, its deletion), out
   * of the same row of numbers as `seq`: what has a greater number than one knows is news.
   */
  readonly changeSeq: number
  readonly type: MessageType
  /** Empty once deleted. */
  readonly text: string
  /** Empty once deleted. */
  readonly attachments: readonly Attachment[]
  /** Of a message of type `call`, until it is deleted. */
  readonly call: CallEntry | null
  readonly author: Person
  /** Milliseconds since 1970, by the server's clock; so are the other times. */
  readonly createdAt: number
  readonly editedAt: number | null
  /** A deleted message keeps its place and its author, and nothing of what it said. */
  readonly deletedAt: number | null
  readonly replyTo: Quote | null
  readonly reactions: readonly Reaction[]
  readonly pin: Pin | null
  /** Who is spoken to by name. An edit does not call anybody again. */
  readonly mentions: readonly PersonId[]
  /** It speaks to everybody in the room. */
  readonly mentionsHere: boolean
  /** The sender's idempotency key, so that the sender recognises its own message. */
  readonly clientId: ClientId | null
}

/** A message that has no place in the room's order yet. */
export interface MessageDraft {
  readonly id: MessageId
  readonly roomId: RoomId
  readonly type: MessageType
  readonly text: string
  readonly attachments: readonly Attachment[]
  readonly call: CallEntry | null
  readonly mentions: readonly PersonId[]
  readonly mentionsHere: boolean
  readonly author: Person
  readonly createdAt: number
  /** A message of the same room. */
  readonly replyTo: MessageId | null
  readonly clientId: ClientId | null
}

/** Whether it is news to whoever has not read it: of calls only those that were missed are. */
export const isNews = ({ call }: Pick<Message, 'call'>): boolean => call === null || call.isMissed

/** Length of a quote in UTF-16 code units: one line on a wide screen. */
const EXCERPT_MAX_LENGTH = 140

/** The first line of a text, cut between characters and not within one. */
export function excerptOf(text: string): string {
  const [line = ''] = text.split('\n', 1)
  if (line.length <= EXCERPT_MAX_LENGTH) return line
  let excerpt = ''
  for (const character of line) {
    if (excerpt.length + character.length >= EXCERPT_MAX_LENGTH) break
    excerpt += character
  }
  return `${excerpt}…`
}

/** What a quote shows of a message; empty once that is deleted, and only then. */
export function quotedOf(message: {
  readonly type: MessageType
  readonly text: string
  readonly attachments: readonly Pick<Attachment, 'name'>[]
}): string {
  const [file] = message.attachments
  if (message.text !== '' || !file) return excerptOf(message.text)
  return message.type === 'voice' ? 'Voice message' : excerptOf(file.name) || 'File'
}

/** More than this on one message says nothing any more and would fill the screen. */
export const REACTIONS_MAX_EMOJI = 20

/** "NAME joined the room": told to whoever is there, not kept (decision 0004). */
export interface SystemNotice {
  readonly id: MessageId
  readonly roomId: RoomId
  readonly type: 'system'
  readonly text: string
  readonly createdAt: number
}
