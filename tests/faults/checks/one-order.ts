import { closeClients, connect, type TestClient } from '../../support/client.ts'
import { readAll, say, until } from '../../support/redis-conversation.ts'
import type { StartedServer } from '../../support/start-server.ts'

const ROOM = 'music'

/**
 * Everybody says everything at once, spread over all instances: each of them has to see the same
 * order, and each sender's lines in the order in which they were said.
 *
 * @returns what is not so, as sentences
 */
export async function sayAtOnce(
  instances: readonly StartedServer[],
  { senders, linesEach }: { readonly senders: number; readonly linesEach: number },
): Promise<readonly string[]> {
  const people: TestClient[] = []
  for (let index = 0; index < senders; index += 1) {
    const person = await connect(instances[index % instances.length]?.origin ?? '')
    await person.join(ROOM, `Sender ${index}`)
    people.push(person)
  }
  const reader = people[0] as TestClient
  const { lastSeq } = await reader.join(ROOM, 'Sender 0')
  const lines = Array.from({ length: linesEach }, (_, index) => index)
  await Promise.all(
    people.flatMap((person, who) => lines.map((line) => say(person, ROOM, `${who}:${line}`))),
  )
  const stored = (await readAll(reader, ROOM)).filter(({ seq }) => seq > lastSeq)
  const order = stored.map(({ text }) => text)
  const problems: string[] = []
  if (order.length !== senders * linesEach) problems.push(`${order.length} are stored`)
  for (const who of people.keys()) {
    const own = order.filter((text) => text.startsWith(`${who}:`))
    if (own.join() !== lines.map((line) => `${who}:${line}`).join()) {
      problems.push(`sender ${who} is out of order`)
    }
  }
  for (const [who, person] of people.entries()) {
    await until(() => heardBy(person).length >= order.length, HEARD_WITHIN_MS)
    // A client sorts by number; what it hears twice or never cannot be sorted away.
    const heard = heardBy(person).toSorted((one, other) => one.seq - other.seq)
    if (heard.map(({ text }) => text).join() !== order.join()) {
      problems.push(`sender ${who} heard something else`)
    }
  }
  closeClients()
  return problems
}

const HEARD_WITHIN_MS = 20_000

const heardBy = (person: TestClient): { seq: number; text: string }[] =>
  person.received.flatMap(({ name, payload }) => {
    const message = payload as { type: string; roomId: string; seq: number; text: string }
    const isSaid = name === 'chat:message' && message.type === 'text' && message.roomId === ROOM
    return isSaid ? [message] : []
  })
