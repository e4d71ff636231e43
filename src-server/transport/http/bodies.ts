import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** A sender that is silent for so long is gone. */
const SILENT_FOR_MS = 20_000

/** Adds routes in a scope of its own, where bodies are taken as they come; elsewhere none are. */
export function addWithBodies(app: FastifyInstance, add: (scope: FastifyInstance) => void): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    add(scope)
  })
}

/**
 * The body of a request, piece by piece. Stopping half-way leaves the connection as it is, because the
 * answer has to go out through it.
 * @throws when the sender goes away before the end
 */
export async function* piecesOf(body: IncomingMessage): AsyncGenerator<Uint8Array> {
  body.setTimeout(SILENT_FOR_MS, () => body.destroy())
  try {
    for await (const piece of body.iterator({ destroyOnReturn: false })) yield piece as Buffer
    if (!body.complete) throw new Error('The sender went away')
  } finally {
    body.setTimeout(0)
  }
}
