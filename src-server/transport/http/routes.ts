import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { httpRoutes } from '#shared/protocol/http.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/limits.ts'
import type { PresenceStore } from '../../ports/presence-store.ts'
import type { Announcer } from '../../services/announcer.ts'
import type { Health } from '../../services/health.ts'
import type { Settings } from '../../services/server-settings.ts'

type Reply<Path extends keyof typeof httpRoutes> = z.output<(typeof httpRoutes)[Path]['reply']>

/** The REST surface: what can be known about the server without joining. */
export function addRoutes(
  app: FastifyInstance,
  deps: {
    readonly announcer: Announcer
    readonly presence: PresenceStore
    readonly health: Health
    readonly settings: Pick<Settings, 'needsPassword'>
    readonly serverName: string
    readonly version: string
  },
): void {
  const { announcer, presence, health, settings, serverName, version } = deps

  app.addHook('onSend', async (request, reply) => {
    if (!request.url.startsWith('/api/') || reply.hasHeader('cache-control')) return
    reply.header('cache-control', 'no-store')
  })

  app.get('/api/rooms', async (): Promise<Reply<'/api/rooms'>> => ({
    // What is behind a password is not told at the door.
    rooms: (await settings.needsPassword()) ? [] : await announcer.roomList(),
  }))

  app.get('/api/info', async (): Promise<Reply<'/api/info'>> => ({
    product: 'parley',
    name: serverName,
    version,
    protocol: PROTOCOL_VERSION,
    people: await presence.total(),
    needsPassword: await settings.needsPassword(),
  }))

  app.get('/api/health', async (_request, reply): Promise<Reply<'/api/health'>> => {
    const report = await health.report()
    if (report.status !== 'ok') reply.code(503)
    return report
  })
}
