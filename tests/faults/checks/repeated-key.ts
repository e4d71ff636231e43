import { randomUUID } from 'node:crypto'
import { closeClients, connect } from '../../support/client.ts'
import { readAll } from '../../support/redis-conversation.ts'
import type { Place } from './places.ts'

const SOCKETS = 10

/** All of the burst of a session. */
const TIMES_EACH = 100

/**
 * One message sent again and again, by many connections of one person at once, and once more after
 * the server was killed: it must be there once, and every answer must name it.
 *
 * @returns what is not so, as sentences
 */
export async function repeatKey(place: Place): Promise<readonly string[]> {
  let server = await place.start()
  const message = { roomId: 'general', text: 'Only once', clientId: randomUUID() }
  const first = await connect(server.origin)
  const { token } = await first.join('general', 'Anna')
  const others = await Promise.all(
    Array.from({ length: SOCKETS - 1 }, async () => {
      const client = await connect(server.origin, { token })
      await client.join('general', 'Anna')
      return client
    }),
  )
  const sendWith = async (client: typeof first): Promise<string> => {
    const reply = await client.call('chat:message', message as never)
    return reply.ok ? `${reply.message.id} ${reply.message.seq}` : reply.error.code
  }
  const answers = await Promise.all(
    [first, ...others].flatMap((client) =>
      Array.from({ length: TIMES_EACH }, () => sendWith(client)),
    ),
  )
  await place.kill(server)
  closeClients()
  server = await place.recover(server)
  const again = await connect(server.origin, { token })
  await again.join('general', 'Anna')
  answers.push(await sendWith(again))
  const stored = await readAll(again, 'general')
  closeClients()
  await server.stop()
  const different = new Set(answers)
  return [
    ...(different.size === 1 ? [] : [`there are ${different.size} different answers`]),
    ...(stored.length === 1 ? [] : [`it is stored ${stored.length} times`]),
  ]
}
