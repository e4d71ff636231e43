import { z } from 'zod'
import { blobIdSchema } from '../domain/ids.ts'
import { roomWireSchema } from './wire.ts'

/** What a server says about itself to anybody, before any identity. */
export const serverInfoSchema = z.object({
  product: z.literal('parley'),
  name: z.string().describe('What the host called the server'),
  version: z.string(),
  protocol: z.int().positive().describe('Version of this protocol'),
  people: z.int().nonnegative().describe('People connected and in a room now'),
  needsPassword: z.boolean().describe('Coming in takes `auth: { password }`'),
})
export type ServerInfo = z.infer<typeof serverInfoSchema>

/** The REST surface: plain GET requests with JSON replies. */
export const httpRoutes = {
  '/api/rooms': {
    doc: 'All rooms with the number of people in each; none of a server that needs a password.',
    reply: z.object({ rooms: z.array(roomWireSchema) }),
  },
  '/api/info': {
    doc: 'Name, version and size of the server: enough to list it before joining.',
    reply: serverInfoSchema,
  },
  '/api/health': {
    doc: 'For load balancers and supervisors: 200 while the store answers, 503 otherwise.',
    reply: z.object({
      status: z.enum(['ok', 'unavailable']),
      uptime: z.number().nonnegative().describe('Seconds'),
    }),
  },
} as const

export const uploadReplySchema = z.object({
  blobId: blobIdSchema.describe('To refer to it, by whoever brought it'),
  mimeType: z.string().describe('What the content says it is'),
  size: z.int().positive().describe('Bytes'),
})
export type UploadReply = z.infer<typeof uploadReplySchema>

const FILE_ANSWER =
  'The bytes, with `ETag` and one `Range` at a time (206, 416). Pictures, sound and film of the usual ' +
  'kinds come with their type; everything else as `application/octet-stream`, to be saved. 404 when ' +
  'there is no such file, when it was deleted, and when it is not for the one who asks.'

/** Files, in and out. A failure is `{ error: { code, message } }`, as everywhere. */
export const fileRoutes = {
  'GET /api/media/:messageId/:index': {
    doc:
      'A file of a message: `audio` and `url` of messages lead here. The `key` in such an address is ' +
      'enough to fetch it, so any player can, and it ends with the message. Whoever sends ' +
      '`Authorization: Bearer TOKEN` has to be allowed to read the conversation now, and needs no `key`.',
    answer: FILE_ANSWER,
  },
  'GET /api/media/:messageId/:index/preview': {
    doc:
      'The smaller picture that the sender made of a picture, if there is one: `preview` of attachments ' +
      'leads here. For whoever may fetch the picture itself, with the same `key`.',
    answer: FILE_ANSWER,
  },
  'GET /api/avatars/:personId/:blobId': {
    doc: 'The picture of a person: `avatar` of people leads here. It ends when the person takes another.',
    answer: FILE_ANSWER,
  },
  'POST /api/media': {
    doc:
      'Brings a file, as the body of the request and with `Authorization: Bearer TOKEN`. It is kept ' +
      'for 24 hours unless something refers to it. 401 without a known session and while its person is not ' +
      'connected under a name, 413 when it is larger ' +
      'than 25 MiB, 429 with `Retry-After` when it is too many at once, 503 when the disk is full.',
    answer: uploadReplySchema,
  },
  'POST /api/uploads': {
    doc:
      'Begins to bring a file that may take longer than the connection lasts, in the way of tus 1.0 ' +
      '(`creation`): `Upload-Length` is its size in bytes, and the answer is 201 with the address of the ' +
      'upload in `Location`. For whoever may `POST /api/media`, with the same refusals. What nothing is ' +
      'done to for 24 hours is forgotten.',
    answer: 'Nothing but headers.',
  },
  'HEAD /api/uploads/:id': {
    doc:
      'How much of it has arrived: `Upload-Offset` of `Upload-Length`. 404 when there is none of this ' +
      'person, or not any more: begin anew.',
    answer: 'Nothing but headers.',
  },
  'PATCH /api/uploads/:id': {
    doc:
      'Goes on with it, from `Upload-Offset` on, as `application/offset+octet-stream`. What arrived before ' +
      'the connection broke is kept. 204 with `Upload-Offset` while there is more to come, 200 with the ' +
      'answer below when that was all; asking again, from the end on and without a body, gets the same ' +
      'answer. 409 when it goes on elsewhere than the sender thinks. A later one ends an earlier one.',
    answer: uploadReplySchema,
  },
} as const satisfies Record<string, { readonly doc: string; readonly answer: string | z.ZodObject }>
