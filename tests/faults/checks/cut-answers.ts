import { randomUUID } from 'node:crypto'
import { closeClients, connect, type ClientOptions, type TestClient } from '../../support/client.ts'
import { readAll } from '../../support/redis-conversation.ts'
import { startTcpProxy } from '../../support/tcp-proxy.ts'
import type { Place } from './places.ts'

/**
 * The wire breaks when the answer to a message is on it: the server has stored the message, and the
 * sender cannot know. Sent again under the same key, it must be there once, for everybody.
 *
 * @returns what is not so, as sentences
 */
export async function cutAnswers(place: Place, times: number): Promise<readonly string[]> {
  const server = await place.start()
  const proxy = await startTcpProxy(server.port)
  const listener = await connect(server.origin)
  await listener.join('general', 'Listener')
  const problems: string[] = []
  const sent: string[] = []
  let token: string | undefined
  for (let time = 0; time < times; time += 1) {
    const clientId = randomUUID()
    const message = { roomId: 'general', text: clientId, clientId }
    const before = await connectPatiently(proxy.origin, token === undefined ? {} : { token })
    ;({ token } = await before.join('general', 'Sender'))
    const isCut = new Promise((resolve) => before.socket.once('disconnect', resolve))
    proxy.whenServerSays(clientId, proxy.cut)
    let wasAnswered = false
    before.emit('chat:message', message, () => (wasAnswered = true))
    await isCut
    if (wasAnswered) problems.push(`${clientId} was answered before the cut`)
    const after = await connectPatiently(proxy.origin, { token })
    await after.join('general', 'Sender')
    const reply = await after.call('chat:message', message as never)
    if (!reply.ok) problems.push(`${clientId} was refused: ${reply.error.code}`)
    else if (!reply.duplicate) problems.push(`${clientId} was stored again or not at first`)
    sent.push(clientId)
    after.close()
  }
  await listener.settle()
  const heard = listener.received.flatMap(({ payload }) => {
    const { type, text } = payload as { type?: string; text?: string }
    return type === 'text' && text !== undefined ? [text] : []
  })
  const stored = (await readAll(listener, 'general')).map(({ text }) => text)
  if (stored.join() !== sent.join()) problems.push('not stored once each and in order')
  if (heard.join() !== sent.join()) problems.push('not heard once each and in order')
  closeClients()
  await proxy.close()
  await server.stop()
  return problems
}

/** Hundreds of cuts are more connections from one address than a server takes at once. */
async function connectPatiently(origin: string, options: ClientOptions): Promise<TestClient> {
  try {
    return await connect(origin, options)
  } catch (error) {
    const { data } = error as { data?: { code?: string; retryAfter?: number } }
    if (data?.code !== 'rate-limited') throw error
    await new Promise((resolve) => setTimeout(resolve, data.retryAfter))
    return connectPatiently(origin, options)
  }
}
