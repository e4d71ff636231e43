import type { TestClient } from './client.ts'

/** Says something and fails the test when that is refused. */
export async function say(client: TestClient, roomId: string, text: string, clientId?: string) {
  const reply = await client.call('chat:message', { roomId, text, clientId } as never)
  if (!reply.ok) throw new Error(`"${text}" was refused: ${reply.error.code}`)
  return reply.message
}

/** The whole conversation, oldest first. */
export async function readAll(client: TestClient, roomId: string) {
  const all = []
  for (let after = 0; ;) {
    const page = await client.call('chat:history', { roomId, after, limit: 100 } as never)
    if (!page.ok) {
      // A long conversation has more pages than one may read at once.
      if (page.error.code !== 'rate-limited') throw new Error(page.error.message)
      await new Promise((resolve) => setTimeout(resolve, page.error.retryAfter))
      continue
    }
    all.push(...page.messages)
    after = all.at(-1)?.seq ?? 0
    if (!page.more) return all
  }
}

const LOOK_EVERY_MS = 25

/** Long enough for a busy machine, on which every process may stand still for a while. */
const PATIENCE_MS = 20_000

/** Waits for something that happens by itself; a test that waits longer has failed. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('It did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
