import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ErrorCode, ProtocolError } from '#shared/protocol/errors.ts'
import { httpRoutes } from '#shared/protocol/http.ts'
import type { Log } from '../../ports/log.ts'
import { Unavailable } from '../../ports/unavailable.ts'

export const sendError = (
  reply: FastifyReply,
  status: number,
  error: ProtocolError,
): FastifyReply => reply.code(status).send({ error })

const statuses: Partial<Record<ErrorCode, number>> = {
  'too-large': 413,
  'not-found': 404,
  conflict: 409,
}

/** Says why a service did not do it. */
export const sendRefusal = (reply: FastifyReply, error: ProtocolError): FastifyReply =>
  sendError(reply, statuses[error.code] ?? 400, error)

/** Turns whatever goes wrong in a request into one sentence, and keeps the rest for the log. */
export function answerErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error: unknown, request, reply) => {
    if (error instanceof Unavailable) {
      const message = 'The server cannot read its store at the moment. Try again later'
      return sendError(reply, 503, { code: 'unavailable', message })
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500
    if (status < 500) {
      const code = status === 413 ? 'too-large' : 'invalid'
      return sendError(reply, status, { code, message: 'The request cannot be understood' })
    }
    log.error({ err: error, url: request.routeOptions.url }, 'a request failed by a fault of ours')
    const message = 'The server made a mistake. It has been written to its log'
    return sendError(reply, 500, { code: 'internal', message })
  })
}

/** What was asked for is not there: either no such address, or not with this method. */
export function sendNotFound(reply: FastifyReply, method: string, path: string): FastifyReply {
  const isReading = method === 'GET' || method === 'HEAD'
  const isKnown = Object.hasOwn(httpRoutes, path) || !path.startsWith('/api/')
  if (!isReading && isKnown) {
    const message = 'Only GET is possible here'
    return sendError(reply.header('allow', 'GET, HEAD'), 405, { code: 'invalid', message })
  }
  return sendError(reply, 404, { code: 'not-found', message: 'There is nothing at this address' })
}
