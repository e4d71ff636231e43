import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Person } from '#shared/domain/people.ts'
import type { UploadReply } from '#shared/protocol/http.ts'
import type { ResumableUploads } from '../../services/resumable-uploads.ts'
import { addWithBodies, piecesOf } from './bodies.ts'
import type { Callers } from './callers.ts'
import { sendError, sendRefusal } from './errors.ts'

const PART = 'application/offset+octet-stream'

const bytes = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)

const beginning = z.object({ 'upload-length': bytes })
const part = z.object({ 'upload-offset': bytes, 'content-type': z.literal(PART) })

/** Files that are brought in more than one piece, in the way of tus 1.0 (https://tus.io). */
export function addUploadRoutes(
  app: FastifyInstance,
  deps: { readonly uploads: ResumableUploads; readonly callers: Callers },
): void {
  const { uploads, callers } = deps

  async function begin(
    person: Person,
    { headers }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const asked = beginning.safeParse(headers)
    if (!asked.success) return sendMalformed(reply, 'Upload-Length has to be the size in bytes')
    const begun = await uploads.begin(person, asked.data['upload-length'])
    if (!begun.ok) return sendRefusal(reply, begun.error)
    return reply.code(201).header('location', `/api/uploads/${begun.value}`).send()
  }

  async function tell(person: Person, id: string, reply: FastifyReply): Promise<FastifyReply> {
    const found = await uploads.progress(person, id)
    if (!found.ok) return sendRefusal(reply, found.error)
    reply.header('upload-offset', found.value.offset).header('upload-length', found.value.size)
    return reply.header('cache-control', 'no-store').send()
  }

  async function goOn(
    person: Person,
    id: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<UploadReply | FastifyReply> {
    const asked = part.safeParse(request.headers)
    if (!asked.success) {
      return sendMalformed(reply, `This takes Upload-Offset, in bytes, and Content-Type: ${PART}`)
    }
    const offset = asked.data['upload-offset']
    const gone = await uploads.goOn(person, id, { offset, content: piecesOf(request.raw) })
    if (!gone.ok) return sendRefusal(reply, gone.error)
    reply.header('upload-offset', gone.value.offset)
    return gone.value.reply ?? reply.code(204).send()
  }

  addWithBodies(app, (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('tus-resumable', '1.0.0')
    })
    const url = '/api/uploads/:id'
    scope.post('/api/uploads', (request, reply) =>
      callers.forUpload(request, reply, (person) => begin(person, request, reply)),
    )
    scope.head<{ Params: { id: string } }>(url, (request, reply) =>
      callers.forBringer(request, reply, (person) => tell(person, request.params.id, reply)),
    )
    scope.patch<{ Params: { id: string } }>(url, (request, reply) =>
      callers.forUpload(request, reply, (person) =>
        goOn(person, request.params.id, request, reply),
      ),
    )
  })
}

const sendMalformed = (reply: FastifyReply, message: string): FastifyReply =>
  sendError(reply, 400, { code: 'invalid', message })
