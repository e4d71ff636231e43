import type { TestClient } from './client.ts'
import type { Random } from './random.ts'

const EMOJI = ['👍', '🎉', '❤️'] as const

/** What a busy room does: most of it talk, some of it second thoughts. Texts have one short line. */
export interface BusyRoom {
  /** One random request of this client; refused ones count too. @returns the answer */
  act(client: TestClient): Promise<unknown>
}

export function createBusyRoom(roomId: string, random: Random): BusyRoom {
  const said: { readonly id: string; readonly by: TestClient }[] = []
  let count = 0

  async function say(client: TestClient): Promise<unknown> {
    const replyTo = said.length > 0 && random.below(3) === 0 ? random.pick(said).id : undefined
    const text = `Line ${(count += 1)}`
    const reply = await client.call('chat:message', { roomId, text, replyTo } as never)
    if (reply.ok) said.push({ id: reply.message.id, by: client })
    return reply
  }

  return {
    async act(client) {
      const kind = said.length === 0 ? 0 : random.below(10)
      if (kind < 4) return say(client)
      if (kind < 8) {
        const input = { messageId: random.pick(said).id, emoji: random.pick(EMOJI) }
        return client.call('chat:reaction', input as never)
      }
      const { id: messageId, by } = random.pick(said)
      if (kind === 8) return by.call('chat:delete', { messageId } as never)
      const text = `Text ${(count += 1)}`
      return by.call('chat:edit', { messageId, text } as never)
    },
  }
}
