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
import type { UploadReply } from '#shared/protocol/http.ts'
import { FILE_MAX_BYTES } from '#shared/protocol/limits.ts'
import { fileTooLarge, type Media, type MediaRequest } from '../../services/media.ts'
import { addWithBodies, piecesOf } from './bodies.ts'
import { sendUnauthorized, type Callers } from './callers.ts'
import { sendRefusal } from './errors.ts'
import { sendFile, sendNoFile } from './send-file.ts'

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

/** Files: fetching those of messages, pictures of people, and bringing new ones. */
export function addMediaRoutes(
  app: FastifyInstance,
  deps: { readonly media: Media; readonly callers: Callers },
): void {
  const { media, callers } = deps
  const { blobs } = media

  const serveAttachment =
    (of: MediaRequest['of']) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const caller = await callers.callerOf(request)
      if (caller === null) return sendUnauthorized(reply)
      const address = fileAddress.safeParse(request.params)
      const query = fileQuery.safeParse(request.query)
      if (!address.success || !query.success) return sendNoFile(reply)
      const key = query.data.key ?? null
      const reader = caller === 'nobody' ? null : caller
      const found = await media.attachment({ ...address.data, of, key, reader })
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
  const place = '/api/media/:messageId/:index'
  app.route({ ...reading, url: place, handler: serveAttachment('file') })
  app.route({ ...reading, url: `${place}/preview`, handler: serveAttachment('preview') })
  app.route({ ...reading, url: '/api/avatars/:personId/:blobId', handler: serveAvatar })

  async function receive(
    person: Person,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<UploadReply | FastifyReply> {
    const isTooLarge = Number(request.headers['content-length'] ?? 0) > FILE_MAX_BYTES
    // What is refused now is not received at all; Node reads over it after the answer.
    if (isTooLarge) return sendRefusal(reply, fileTooLarge().error)
    const stored = await media.upload(person, piecesOf(request.raw))
    return stored.ok ? stored.value : sendRefusal(reply, stored.error)
  }

  addWithBodies(app, (scope) => {
    scope.post('/api/media', (request, reply) =>
      callers.forUpload(request, reply, (person) => receive(person, request, reply)),
    )
  })
}
