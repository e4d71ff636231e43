import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import type { OriginPolicy } from '../origin-policy.ts'
import { sendError } from './errors.ts'

/** The page loads its own files and talks to its own server, and nothing else. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    // WebAssembly takes the noise out of a voice. Text still never becomes a script.
    'script-src': ["'self'", "'wasm-unsafe-eval'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'blob:', 'data:'],
    'media-src': ["'self'", 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
    'object-src': ["'none'"],
  },
}

/** A page that uploads many files asks once whether it may. */
const PREFLIGHT_KEPT_SECONDS = 600

/** Refuses foreign pages and names, then adds the headers that limit what a page may do. */
export async function secure(app: FastifyInstance, policy: OriginPolicy): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy,
    // Both would send browsers to https, which a server on a local network does not speak.
    strictTransportSecurity: false,
    // Pages that CLIENT_URL allows read the REST replies from another origin.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // Isolation needs https; on plain http browsers only complain about these.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    referrerPolicy: { policy: 'no-referrer' },
  })
  app.addHook('onRequest', async (request, reply) => {
    const refusal = policy.check(request.headers)
    if (!refusal) return
    const code = refusal.status === 421 ? 'invalid' : 'forbidden'
    return sendError(reply, refusal.status, { code, message: refusal.message })
  })
  // Every origin that gets this far has been allowed above.
  await app.register(cors, {
    origin: true,
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PATCH'],
    exposedHeaders: [
      ...['accept-ranges', 'content-length', 'content-range', 'etag', 'retry-after'],
      ...['location', 'upload-length', 'upload-offset'],
    ],
    maxAge: PREFLIGHT_KEPT_SECONDS,
  })
}
