import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '#shared/domain/people.ts'
import type { Clock } from '../../ports/clock.ts'
import type { PresenceStore } from '../../ports/presence-store.ts'
import type { Identity } from '../../services/identity.ts'
import { sendError } from './errors.ts'
import { createUploadBudget } from './upload-budget.ts'

const NO_SESSION = 'This takes the token of a session, as "Authorization: Bearer …"'
const NOT_HERE = 'Only those who are connected to the server can bring files'

export type Callers = ReturnType<typeof createCallers>

/** Who asks over HTTP, and what they may bring. */
export function createCallers(deps: {
  readonly identity: Identity
  readonly presence: Pick<PresenceStore, 'find'>
  readonly clock: Clock
}) {
  const { identity, presence, clock } = deps
  const budget = createUploadBudget()

  /** @returns 'nobody' without the header, null when the token in it is unknown */
  async function callerOf({ headers }: FastifyRequest): Promise<Person | 'nobody' | null> {
    if (headers.authorization === undefined) return 'nobody'
    const token = /^Bearer ([\w-]+)$/i.exec(headers.authorization)?.[1]
    return (await identity.recognize(token))?.person ?? null
  }

  /** Does the work for whoever may bring files; others are told why not. */
  async function forBringer<Answer>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (person: Person) => Promise<Answer>,
  ): Promise<Answer | FastifyReply> {
    const caller = await callerOf(request)
    if (caller === null || caller === 'nobody') return sendUnauthorized(reply)
    // The token says who somebody is. That they were let in, by the password too, shows in that they are here.
    if ((await presence.find(caller.id)) === null) return sendUnauthorized(reply, NOT_HERE)
    return work(caller)
  }

  return {
    callerOf,
    forBringer,

    /** The same for what costs something, within what one person may do. */
    forUpload: <Answer>(
      request: FastifyRequest,
      reply: FastifyReply,
      work: (person: Person) => Promise<Answer>,
    ): Promise<Answer | FastifyReply> =>
      forBringer(request, reply, async (person) => {
        const retryAfter = budget.begin(person.id, clock.monotonic())
        if (retryAfter > 0) {
          const message = 'Too many uploads: wait a moment'
          reply.header('retry-after', Math.ceil(retryAfter / 1_000))
          return sendError(reply, 429, { code: 'rate-limited', message, retryAfter })
        }
        try {
          return await work(person)
        } finally {
          budget.end(person.id)
        }
      }),
  }
}

export function sendUnauthorized(reply: FastifyReply, message = NO_SESSION): FastifyReply {
  reply.header('www-authenticate', 'Bearer')
  return sendError(reply, 401, { code: 'unauthorized', message })
}
