import type { Redis } from 'ioredis'
import { z } from 'zod'
import { personIdSchema, roomIdSchema } from '#shared/domain/ids.ts'
import type { InstanceNews, Instances } from '../../ports/instances.ts'
import { parseJson } from './parse-json.ts'

const newsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('room'), roomId: roomIdSchema }),
  z.object({
    kind: z.literal('room-closed'),
    roomId: roomIdSchema,
    personId: personIdSchema.nullable(),
  }),
  z.object({ kind: z.literal('person'), personId: personIdSchema }),
  z.object({
    kind: z.literal('end-sessions'),
    personId: personIdSchema,
    reason: z.enum(['kicked', 'banned']),
    message: z.string(),
    until: z.int().nullable(),
  }),
  z.object({ kind: z.literal('voice-taken'), personId: personIdSchema, number: z.int() }),
  z.object({ kind: z.literal('settings') }),
]) satisfies z.ZodType<InstanceNews>

const envelopeSchema = z.object({ from: z.string(), news: newsSchema })

/**
 * News through a channel of Redis. It arrives on the connection that events of other instances arrive
 * on, and so in their order. The channel must have been subscribed to by somebody.
 */
export function createInstances(deps: {
  readonly main: Redis
  readonly subscriber: Redis
  readonly channel: string
  /** Tells its own news from that of others. */
  readonly instance: string
}): Instances & { handleMissed(): void } {
  const { main, subscriber, channel, instance } = deps
  const listeners: ((news: InstanceNews) => void)[] = []
  const missedListeners: (() => void)[] = []
  const hear = (news: InstanceNews): void => listeners.forEach((listener) => listener(news))

  subscriber.on('message', (from: string, text: string) => {
    const envelope = from === channel ? parseJson(envelopeSchema, text) : null
    if (envelope && envelope.from !== instance) hear(envelope.news)
  })

  return {
    tell(news) {
      hear(news)
      // News that Redis does not take is made up for when Redis is back.
      main.publish(channel, JSON.stringify({ from: instance, news })).catch(() => undefined)
    },
    listen: (listener) => void listeners.push(listener),
    missed: (listener) => void missedListeners.push(listener),
    handleMissed: () => missedListeners.forEach((listener) => listener()),
  }
}
