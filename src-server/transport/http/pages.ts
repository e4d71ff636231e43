import { existsSync } from 'node:fs'
import { sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { sendError, sendNotFound } from './errors.ts'

const NO_PAGE =
  'Parley is running. Join with the Parley app: this server has no page for browsers.\n'

/** Addresses that never mean a place in the page. */
const NO_PLACE = /^\/(api|assets|socket\.io)(\/|$)/

/** Bundled files carry a hash of their content in their name, so they never change. */
const FOREVER = 'public, max-age=31536000, immutable'

/** Everything else is asked for again each time, and answered with "not modified". */
const ASK_AGAIN = 'no-cache'

/**
 * Serves the built page, so that a browser can join without the app. Its own addresses (`/room/…`)
 * exist only in the page, hence every address that is no file answers with the page.
 */
export async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  const hasPage = existsSync(folder)
  if (hasPage) {
    await app.register(fastifyStatic, {
      root: folder,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (reply, path) => {
        const isHashed = path.includes(`${sep}assets${sep}`)
        reply.setHeader('cache-control', isHashed ? FOREVER : ASK_AGAIN)
      },
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const isReading = request.method === 'GET' || request.method === 'HEAD'
    if (!isReading || path.startsWith('/api/')) return sendNotFound(reply, request.method, path)
    if (hasPage && !NO_PLACE.test(path)) return reply.sendFile('index.html')
    if (path === '/') return reply.type('text/plain; charset=utf-8').send(NO_PAGE)
    return sendError(reply, 404, { code: 'not-found', message: 'There is nothing at this address' })
  })
}
