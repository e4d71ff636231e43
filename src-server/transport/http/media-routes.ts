import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  blobIdSchema,
  mediaKeySchema,
  messageIdSchema,
  personIdSchema,
} from '#shared/domain/ids.ts'
import { ATTACHMENTS_MAX } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'
import type { ErrorCode } from '#shared/protocol/errors.ts'
import type { UploadReply } from '#shared/protocol/http.ts'
import { FILE_MAX_BYTES } from '#shared/protocol/limits.ts'
import type { Clock } from '../../ports/clock.ts'
import type { PresenceStore } from '../../ports/presence-store.ts'
import type { Identity } from '../../services/identity.ts'
import { fileTooLarge, type Media } from '../../services/media.ts'
import { sendError } from './errors.ts'
import { sendFile, sendNoFile } from './send-file.ts'
import { createUploadBudget } from './upload-budget.ts'

/** A sender that is silent for so long is gone, and what it began is not kept. */
const SILENT_FOR_MS = 20_000

const fileAddress = z.object({
  messageId: messageIdSchema,
  index: z
    .string()
    .regex(/^\d{1,2}$/)
    .transform(Number)
    .pipe(z.int().max(ATTACHMENTS_MAX - 1)),
})
const fileQuery = z.object({ key: mediaKeySchema.optional() })
const avatarAddress = z.object({ personId: personIdSchema, blobId: blobIdSchema })

const statuses: Partial<Record<ErrorCode, number>> = {
  'too-large': 413,
  invalid: 400,
}

/** Files: fetching those of messages, pictures of people, and bringing new ones. */
export function addMediaRoutes(
  app: FastifyInstance,
  deps: {
    readonly media: Media
    readonly identity: Identity
    readonly presence: Pick<PresenceStore, 'find'>
    readonly clock: Clock
  },
): void {
  const { media, identity, presence, clock } = deps
  const { blobs } = media
  const budget = createUploadBudget()

  /** @returns 'nobody' without the header, null when the token in it is unknown */
  async function callerOf({ headers }: FastifyRequest): Promise<Person | 'nobody' | null> {
    if (headers.authorization === undefined) return 'nobody'
    const token = /^Bearer ([\w-]+)$/i.exec(headers.authorization)?.[1]
    return (await identity.recognize(token))?.person ?? null
  }

  async function serveAttachment(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const caller = await callerOf(request)
    if (caller === null) return sendUnauthorized(reply)
    const address = fileAddress.safeParse(request.params)
    const query = fileQuery.safeParse(request.query)
    if (!address.success || !query.success) return sendNoFile(reply)
    const key = query.data.key ?? null
    const reader = caller === 'nobody' ? null : caller
    const found = await media.attachment({ ...address.data, key, reader })
    if (!found.ok) return sendNoFile(reply)
    return sendFile(request, reply, { file: found.value, blobs })
  }

  async function serveAvatar(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const address = avatarAddress.safeParse(request.params)
    if (!address.success) return sendNoFile(reply)
    const found = await media.avatar(address.data.personId, address.data.blobId)
    if (!found.ok) return sendNoFile(reply)
    const { id: blobId, size, contentType } = found.value
    const file = { blobId, size, mimeType: contentType ?? '', name: '' }
    return sendFile(request, reply, { file, blobs })
  }

  // Not with the framework's own HEAD, which reads the whole file to count it.
  const reading = { method: ['GET', 'HEAD'] }
  app.route({ ...reading, url: '/api/media/:messageId/:index', handler: serveAttachment })
  app.route({ ...reading, url: '/api/avatars/:personId/:blobId', handler: serveAvatar })

  async function receive(
    person: Person,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<UploadReply | FastifyReply> {
    const isTooLarge = Number(request.headers['content-length'] ?? 0) > FILE_MAX_BYTES
    // What is refused now is not received at all; Node reads over it after the answer.
    if (isTooLarge) return sendError(reply, 413, fileTooLarge().error)
    const stored = await media.upload(person, piecesOf(request.raw))
    if (stored.ok) return stored.value
    return sendError(reply, statuses[stored.error.code] ?? 400, stored.error)
  }

  // In a scope of its own: nothing else takes bodies, and this one takes them as they come.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.post('/api/media', async (request, reply) => {
      const caller = await callerOf(request)
      if (caller === null || caller === 'nobody') return sendUnauthorized(reply)
      // The token says who somebody is. That they were let in, by the password too, shows in that they are here.
      if ((await presence.find(caller.id)) === null) return sendUnauthorized(reply, NOT_HERE)
      const retryAfter = budget.begin(caller.id, clock.monotonic())
      if (retryAfter > 0) {
        const message = 'Too many uploads: wait a moment'
        reply.header('retry-after', Math.ceil(retryAfter / 1_000))
        return sendError(reply, 429, { code: 'rate-limited', message, retryAfter })
      }
      try {
        return await receive(caller, request, reply)
      } finally {
        budget.end(caller.id)
      }
    })
  })
}

const NO_SESSION = 'This takes the token of a session, as "Authorization: Bearer …"'
const NOT_HERE = 'Only those who are connected to the server can bring files'

function sendUnauthorized(reply: FastifyReply, message = NO_SESSION): FastifyReply {
  reply.header('www-authenticate', 'Bearer')
  return sendError(reply, 401, { code: 'unauthorized', message })
}

/**
 * The body, piece by piece. Stopping half-way leaves the connection as it is, because the answer has
 * to go out through it.
 */
async function* piecesOf(body: IncomingMessage): AsyncGenerator<Uint8Array> {
  body.setTimeout(SILENT_FOR_MS, () => body.destroy())
  try {
    for await (const piece of body.iterator({ destroyOnReturn: false })) yield piece as Buffer
    if (!body.complete) throw new Error('The sender went away')
  } finally {
    body.setTimeout(0)
  }
}
