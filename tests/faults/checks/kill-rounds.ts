import { randomUUID } from 'node:crypto'
import { closeClients, connect, type TestClient } from '../../support/client.ts'
import { readAll } from '../../support/redis-conversation.ts'
import type { Random } from '../../support/random.ts'
import type { StartedServer } from '../../support/start-server.ts'
import type { Place } from './places.ts'

const WRITERS = 6

/** Within the burst of a session, so that nothing is refused for its pace. */
const MESSAGES_EACH = 90

/**
 * The kill comes with one of the first so many answers, when most of what was sent is still on its way:
 * on a busy machine a later one would find a server that has finished. Now and then it comes a little
 * later than the answer, to meet what happens between two of them.
 */
const KILL_WITHIN_ACKS = 250
const LATE_ONE_IN = 4
const KILL_DELAY_MAX_MS = 20

interface Acked {
  readonly clientId: string
  readonly seq: number
}

/** What one writer sent, in order, over all rounds. */
type Sent = Map<string, readonly string[]>

export interface KillReport {
  /** Everything that is not as promised, as sentences; empty when all is well. */
  readonly problems: readonly string[]
  readonly acked: number
  readonly stored: number
}

/**
 * Everybody writes at once and whatever keeps the data dies at a random moment, again and again. What
 * was acknowledged must be there, under its number, once, and in the order of its sender.
 */
export async function killRounds(
  place: Place,
  options: { readonly rounds: number; readonly random: Random },
): Promise<KillReport> {
  const acked: Acked[] = []
  const sent: Sent = new Map()
  const damage: string[] = []
  let server = await place.start()
  for (let round = 0; round < options.rounds; round += 1) {
    await writeUntilKilled(place, server, options.random, { acked, sent, round })
    closeClients()
    damage.push(...place.damage().map((line) => `round ${round}: ${line}`))
    server = await place.recover(server)
  }
  const reader = await connect(server.origin)
  await reader.join('general', 'Reader')
  const stored = await readAll(reader, 'general')
  closeClients()
  await server.stop()
  return {
    problems: [...damage, ...problemsOf(acked, sent, stored as readonly Stored[])],
    acked: acked.length,
    stored: stored.length,
  }
}

async function writeUntilKilled(
  place: Place,
  server: StartedServer,
  random: Random,
  notes: { acked: Acked[]; sent: Sent; round: number },
): Promise<void> {
  const { acked, sent, round } = notes
  const killAt = 1 + random.below(KILL_WITHIN_ACKS)
  const killDelay = random.below(LATE_ONE_IN) === 0 ? random.below(KILL_DELAY_MAX_MS) : null
  let answers = 0
  let isDead: (ended: Promise<void>) => void = () => {}
  const killed = new Promise<void>((resolve) => (isDead = resolve))
  const kill = (): void => isDead(place.kill(server))
  const names = Array.from({ length: WRITERS }, (_, index) => `Writer ${round} ${index}`)
  const writers = await Promise.all(names.map((name) => writerAt(server, name)))
  for (const [index, writer] of writers.entries()) {
    const clientIds = Array.from({ length: MESSAGES_EACH }, () => randomUUID())
    sent.set(names[index] ?? '', clientIds)
    for (const clientId of clientIds) {
      const message = { roomId: 'general', text: clientId, clientId }
      writer.emit('chat:message', message, (reply: { ok: boolean; message: Acked }) => {
        if (reply.ok) acked.push({ clientId, seq: reply.message.seq })
        // Refusals as well: with too few messages that were taken, the kill would never come.
        answers += 1
        if (answers !== killAt) return
        if (killDelay === null) kill()
        else setTimeout(kill, killDelay)
      })
    }
  }
  await killed
}

async function writerAt(server: StartedServer, name: string): Promise<TestClient> {
  const writer = await connect(server.origin)
  await writer.join('general', name)
  return writer
}

interface Stored {
  readonly seq: number
  readonly clientId: string | null
  readonly user: string
}

function problemsOf(acked: readonly Acked[], sent: Sent, stored: readonly Stored[]): string[] {
  const problems: string[] = []
  const seqs = new Map(stored.map(({ clientId, seq }) => [clientId, seq]))
  const lost = acked.filter(({ clientId, seq }) => seqs.get(clientId) !== seq)
  if (lost.length > 0) problems.push(`${lost.length} acknowledged messages are lost or moved`)
  if (seqs.size !== stored.length) problems.push('messages are stored twice')
  const gap = stored.findIndex(({ seq }, index) => seq !== index + 1)
  if (gap >= 0) {
    const [before, after] = [stored[gap - 1], stored[gap]]
    problems.push(
      `numbers have a gap: after ${before?.seq} of ${before?.user} comes ${after?.seq} of ${after?.user}`,
    )
  }
  for (const [writer, clientIds] of sent) {
    const order = stored.filter(({ user }) => user === writer).map(({ clientId }) => clientId)
    const expected = clientIds.filter((clientId) => seqs.has(clientId))
    if (order.join() !== expected.join()) problems.push(`${writer} is out of order`)
  }
  return problems
}
