import { z } from 'zod'
import { roomWireSchema } from './wire.ts'

/** What a server says about itself to anybody, before any identity. */
export const serverInfoSchema = z.object({
  product: z.literal('parley'),
  name: z.string().describe('What the host called the server'),
  version: z.string(),
  protocol: z.int().positive().describe('Version of this protocol'),
  people: z.int().nonnegative().describe('People connected and in a room now'),
})
export type ServerInfo = z.infer<typeof serverInfoSchema>

/** The REST surface: plain GET requests with JSON replies. */
export const httpRoutes = {
  '/api/rooms': {
    doc: 'All rooms with the number of people in each.',
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
