import { z } from 'zod'
import { emojiSchema } from '../../domain/emoji.ts'
import {
  blobIdSchema,
  clientIdSchema,
  messageIdSchema,
  roomIdSchema,
  seqSchema,
} from '../../domain/ids.ts'
import { MEDIA_KINDS } from '../../domain/media-kinds.ts'
import { cleanFileName, parseRecording } from '../../domain/media.ts'
import { ATTACHMENTS_MAX, messageTextSchema } from '../../domain/messages.ts'
import { parseSearch } from '../../domain/search-query.ts'
import { request, type RequestDefinition } from '../define.ts'
import {
  HISTORY_ON_JOIN,
  HISTORY_PAGE_MAX,
  PREVIEW_MAX_BYTES,
  SEARCH_PAGE_MAX,
  VOICE_DATA_URL_MAX_LENGTH,
  WAVEFORM_MAX_LENGTH,
} from '../limits.ts'
import {
  reactionWireSchema,
  receiptWireSchema,
  storedMessageWireSchema,
  trimmedUpToSchema,
} from '../wire.ts'

/** WebM, Ogg, MP4, WAV, MP3 or AAC, which is told by the content and not by the URL. */
const recordingSchema = z
  .string()
  .max(VOICE_DATA_URL_MAX_LENGTH, { error: 'The recording is too large', abort: true })
  .transform((text, context) => {
    const recording = parseRecording(text)
    if (recording && recording.bytes.length > 0) return recording
    const message = recording
      ? 'The recording is empty'
      : 'The recording has to be a data URL of a sound in base64, such as data:audio/webm;base64,…'
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

/** No screen and no camera has more. */
const sideSchema = z.int().min(1).max(100_000)

const previewInputSchema = z.object({
  blobId: blobIdSchema.describe('What `POST /api/media` answered to the same person'),
  width: sideSchema.describe('Pixels'),
  height: sideSchema,
})

/** Talking: the same in rooms and in direct conversations. */
export const chatRequests = {
  'chat:message': request({
    doc:
      'Say something in the room the session is in, in a room that it follows, or in a direct ' +
      'conversation. Acknowledged only when the message would survive a crash of the server. The ' +
      'sender is always the identity of the session.',
    input: z.object({
      roomId: roomIdSchema,
      text: messageTextSchema,
      user: z.unknown().optional().describe('Ignored: the session has an identity'),
      clientId: clientIdSchema
        .optional()
        .describe('Idempotency key: sending it again returns the stored message'),
      replyTo: messageIdSchema.optional().describe('The message of the same room that it answers'),
    }),
    reply: z.object({
      message: storedMessageWireSchema,
      duplicate: z.boolean().describe('The message was stored earlier under the same `clientId`'),
    }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'too-large', 'unavailable'],
    budget: 'message',
  }),
  'chat:history': request({
    doc:
      'Read messages of a room that the session is in or follows, or of a direct conversation, oldest ' +
      'first. With `before`: the page that ends just before that `seq`. With `after`: the page that ' +
      'begins just after it. With `around`: that `seq` in the middle. With none: the newest.',
    input: z
      .object({
        roomId: roomIdSchema,
        before: seqSchema.optional(),
        after: z.int().nonnegative().optional(),
        around: seqSchema.optional(),
        limit: z.int().min(1).max(HISTORY_PAGE_MAX).default(HISTORY_ON_JOIN),
      })
      .refine(
        ({ before, after, around }) =>
          [before, after, around].filter((bound) => bound !== undefined).length <= 1,
        { message: 'Give one of `before`, `after` and `around`' },
      ),
    reply: z.object({
      messages: z.array(storedMessageWireSchema),
      more: z
        .boolean()
        .describe(
          'There are further messages in the direction asked for; with `around`, older ones',
        ),
      moreAfter: z.boolean().describe('There are messages after the last of these'),
    }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'chat:changes': request({
    doc:
      'What happened in a conversation after a number that the client knows: every ' +
      'message that is new or was edited, reacted to or deleted since, once, as it is now, in the ' +
      'order of its newest change. Subscribe first (by joining), then ask, then drop what is known.',
    input: z.object({
      roomId: roomIdSchema,
      after: z.int().nonnegative().describe('The newest change that the client knows'),
      limit: z.int().min(1).max(HISTORY_PAGE_MAX).default(HISTORY_PAGE_MAX),
    }),
    reply: z.object({
      messages: z.array(storedMessageWireSchema),
      upTo: z.int().nonnegative().describe('Ask again with this, or expect the number after it'),
      more: z.boolean(),
      trimmedUpTo: trimmedUpToSchema,
    }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'chat:edit': request({
    doc: 'Give a message of one’s own another text. The room hears `chat:changed`.',
    input: z.object({ messageId: messageIdSchema, text: messageTextSchema }),
    reply: z.object({ message: storedMessageWireSchema }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'too-large', 'unavailable'],
    budget: 'message',
  }),
  'chat:delete': request({
    doc:
      'Delete a message for everybody: one’s own, or with the right to it another’s. Its place stays, its text and reactions are ' +
      'gone from the store. Deleting it again changes nothing. The room hears `chat:changed`.',
    input: z.object({ messageId: messageIdSchema }),
    reply: z.object({ message: storedMessageWireSchema }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'message',
  }),
  'chat:reaction': request({
    doc:
      'React to a message of a conversation. Without `on` it toggles. Everybody there hears ' +
      '`chat:reaction:update`.',
    input: z.object({
      messageId: messageIdSchema,
      emoji: emojiSchema,
      on: z.boolean().optional().describe('Makes a repeated request harmless'),
      user: z.unknown().optional().describe('Ignored: the session has an identity'),
    }),
    reply: z.object({ messageId: messageIdSchema, reactions: z.array(reactionWireSchema) }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'conflict', 'unavailable'],
    budget: 'message',
  }),
  'chat:typing': request({
    doc:
      'Somebody is typing in the conversation. Repeated every 3 s while it lasts; nothing ' +
      'is stored, and others forget it after 4 s or with the next message.',
    input: z.object({ roomId: roomIdSchema }),
    reply: z.object({}),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'chat:send:voice': request({
    doc:
      'Say something with one’s voice: a recording that was uploaded before, or, for what is short, a ' +
      'base64 data URL such as `data:audio/webm;base64,…`. What is kept and sent to others is a ' +
      'message of type `voice` whose `audio` is the path of the sound.',
    input: z
      .object({
        roomId: roomIdSchema,
        audio: recordingSchema.optional(),
        blobId: blobIdSchema
          .optional()
          .describe('Instead of `audio`: what `POST /api/media` answered to the same person'),
        duration: z.number().nonnegative().max(86_400).optional().describe('Seconds'),
        waveform: z
          .array(z.int().min(0).max(255))
          .max(WAVEFORM_MAX_LENGTH)
          .optional()
          .describe('Peaks of the sound, from 0 to 255'),
        user: z.unknown().optional().describe('Ignored: the session has an identity'),
        clientId: clientIdSchema.optional().describe('Idempotency key, as in `chat:message`'),
        replyTo: messageIdSchema.optional(),
      })
      .refine(({ audio, blobId }) => (audio === undefined) !== (blobId === undefined), {
        message: 'Give either `audio` or `blobId`',
      }),
    reply: z.object({ message: storedMessageWireSchema, duplicate: z.boolean() }),
    failures: ['invalid', 'unauthorized', 'forbidden', 'not-found', 'too-large', 'unavailable'],
    budget: 'message',
  }),
  'chat:send:files': request({
    doc:
      'Say something with files that were uploaded before, with or without words. What others get is a ' +
      'message of type `file` with its `attachments`; what a file is, is told by its content. A picture ' +
      'may come with a `preview` { blobId, width, height }, the same picture made smaller by its sender ' +
      `and uploaded before as well: PNG, JPEG, GIF, WebP or AVIF of at most ${PREVIEW_MAX_BYTES / 1024} KiB.`,
    input: z.object({
      roomId: roomIdSchema,
      text: messageTextSchema.or(z.literal('')).default(''),
      files: z
        .array(
          z.object({
            blobId: blobIdSchema.describe('What `POST /api/media` answered to the same person'),
            name: z.string().max(1_000).transform(cleanFileName),
            width: sideSchema.optional().describe('Pixels, of pictures and video'),
            height: sideSchema.optional(),
            duration: z.number().nonnegative().max(86_400).optional().describe('Seconds'),
            preview: previewInputSchema
              .optional()
              .describe('Of a picture: the same, smaller, for where the original is not needed'),
          }),
        )
        .min(1)
        .max(ATTACHMENTS_MAX),
      clientId: clientIdSchema.optional().describe('Idempotency key, as in `chat:message`'),
      replyTo: messageIdSchema.optional(),
    }),
    reply: z.object({ message: storedMessageWireSchema, duplicate: z.boolean() }),
    failures: ['invalid', 'unauthorized', 'forbidden', 'not-found', 'too-large', 'unavailable'],
    budget: 'message',
  }),
  'chat:pin': request({
    doc: 'Pin a message, or take the pin away. Everybody in the conversation hears `chat:changed`.',
    input: z.object({ messageId: messageIdSchema, on: z.boolean() }),
    reply: z.object({ message: storedMessageWireSchema }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'conflict', 'unavailable'],
    budget: 'message',
  }),
  'chat:pins': request({
    doc: 'The pinned messages of a conversation, the newest pin first.',
    input: z.object({ roomId: roomIdSchema }),
    reply: z.object({ messages: z.array(storedMessageWireSchema) }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'chat:media': request({
    doc:
      'What was sent in a conversation, newest first: the messages that carry pictures, files or voice. ' +
      'With `before`: those with smaller `seq`. Film and music are files. A message with a picture and a ' +
      'file is in both lists, each time with all of its attachments.',
    input: z.object({
      roomId: roomIdSchema,
      kind: z.enum(MEDIA_KINDS),
      before: seqSchema.optional(),
      limit: z.int().min(1).max(HISTORY_PAGE_MAX).default(HISTORY_ON_JOIN),
    }),
    reply: z.object({
      messages: z.array(storedMessageWireSchema),
      more: z.boolean().describe('There are older ones'),
    }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'chat:read': request({
    doc:
      'This person has read the conversation up to this `seq`. It never goes back. The conversation ' +
      'hears `chat:receipt`, other devices of the person as well.',
    input: z.object({ roomId: roomIdSchema, seq: seqSchema }),
    reply: z.object({ seq: z.int().nonnegative() }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'chat:receipts': request({
    doc: 'How far each person who ever read the conversation has come.',
    input: z.object({ roomId: roomIdSchema }),
    reply: z.object({ receipts: z.array(receiptWireSchema) }),
    failures: ['unauthorized', 'forbidden', 'not-found', 'unavailable'],
    budget: 'request',
  }),
  'chat:search': request({
    doc:
      'Search in everything that the person may read, newest first. Each word of the query has to ' +
      'occur; the last one may be the beginning of a word. Words in quotes have to follow one ' +
      'another. Neither case nor accents count. Filters within the query: `from:name`, `in:room`, ' +
      '`before:2026-01-31`, `after:2026-01-31` (neither includes the day), `has:link`, `has:file`, ' +
      '`has:image`, `has:voice`, `has:pin`; a value with spaces stands in quotes. `from:me` is ' +
      'oneself. Days are in UTC unless `timeZone` names another zone.',
    input: z
      .object({
        query: z.string().min(1).max(256),
        roomId: roomIdSchema.optional().describe('Only in this conversation'),
        timeZone: z.string().max(64).optional().describe('IANA name, such as `Europe/Berlin`'),
        cursor: z
          .string()
          .regex(/^[0-9a-z.-]{1,128}$/, 'This is no cursor')
          .optional()
          .describe('From the page before'),
        limit: z.int().min(1).max(SEARCH_PAGE_MAX).default(SEARCH_PAGE_MAX),
      })
      .transform((input, context) => {
        const parsed = parseSearch(input.query, input.timeZone)
        if (parsed.ok) return { ...input, query: parsed.query }
        context.addIssue({ code: 'custom', message: parsed.problem, path: ['query'] })
        return z.NEVER
      }),
    reply: z.object({
      results: z.array(
        z.object({
          message: storedMessageWireSchema,
          words: z
            .array(z.string())
            .describe('What of the text matches, as it is written there, to be highlighted'),
        }),
      ),
      cursor: z
        .string()
        .nullable()
        .describe('For the next page, which may be short or empty; null when this was the last'),
      notes: z
        .array(z.string())
        .describe('What in the query may have been meant otherwise, as sentences'),
    }),
    failures: ['unauthorized', 'not-found', 'unavailable'],
    budget: 'search',
  }),
} as const satisfies Record<string, RequestDefinition>
