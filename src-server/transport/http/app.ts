import fastify, { type FastifyInstance } from 'fastify'
import type { Log } from '../../ports/log.ts'
import type { OriginPolicy } from '../origin-policy.ts'
import { answerErrors, sendError } from './errors.ts'
import { servePages } from './pages.ts'
import { secure } from './security.ts'

/** Of what is read in one piece; files are taken piece by piece and have a limit of their own. */
const BODY_MAX_BYTES = 16 * 1024

/** Slow senders of headers hold a connection; this is generous for any real one. */
const HEADERS_TIMEOUT_MS = 5_000

/** The largest file through the slowest link that is of any use, 1 Mbit/s. */
const REQUEST_TIMEOUT_MS = 300_000
const CHECK_TIMEOUTS_EVERY_MS = 2_000
const HEADERS_MAX_COUNT = 50

/** The HTTP server with its protections, and without anything to answer yet. */
export async function createHttpApp(deps: {
  readonly policy: OriginPolicy
  readonly log: Log
  readonly rendererDir: string
}): Promise<FastifyInstance> {
  const { policy, log, rendererDir } = deps
  const app = fastify({
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_TIMEOUTS_EVERY_MS,
    },
    // Addresses that are not even valid text get our kind of answer too.
    frameworkErrors: (_error, _request, reply) => {
      void sendError(reply, 400, { code: 'invalid', message: 'The request cannot be understood' })
    },
  })
  app.server.maxHeadersCount = HEADERS_MAX_COUNT
  answerErrors(app, log)
  await secure(app, policy)
  await servePages(app, rendererDir)
  return app
}
