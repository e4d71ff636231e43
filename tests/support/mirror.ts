import type { EventPayload } from '#shared/protocol/maps.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import type { TestClient } from './client.ts'
import { ask } from './conversation.ts'

/** What a client knows of a room from what it was told: the least that a client must do. */
export interface Mirror {
  /** In the order of the room. */
  messages(): readonly StoredMessageWire[]
  /** Everything up to this number is known. */
  knownUpTo(): number
  /** Takes in what has arrived and asks for what is missing, in pages of this size. */
  catchUp(client: TestClient, roomId: string, limit: number): Promise<void>
}

type Told = EventPayload<'chat:changed'> | EventPayload<'chat:reaction:update'>

export function createMirror(): Mirror {
  const byId = new Map<string, StoredMessageWire>()
  let upTo = 0

  const take = (message: StoredMessageWire): void => {
    const known = byId.get(message.id)
    if (!known || known.changeSeq < message.changeSeq) byId.set(message.id, message)
  }

  /** @returns false when something before it is missing, which asking will bring */
  function takeTold(payload: Told): boolean {
    if (payload.changeSeq <= upTo) return true
    if (payload.changeSeq !== upTo + 1) return false
    if ('messageId' in payload) {
      const known = byId.get(payload.messageId)
      if (!known) return false
      take({ ...known, reactions: payload.reactions, changeSeq: payload.changeSeq })
    } else take(payload)
    upTo = payload.changeSeq
    return true
  }

  return {
    messages: () =>
      [...byId.values()]
        .toSorted((one, other) => one.seq - other.seq)
        .map((message) => withQuote(message, byId)),
    knownUpTo: () => upTo,
    async catchUp(client, roomId, limit) {
      for (const { name, payload } of client.received) {
        if (!/^chat:(message|changed|reaction:update)$/.test(name)) continue
        if ((payload as { type?: string }).type === 'system') continue
        if (!takeTold(payload as Told)) break
      }
      for (let more = true; more;) {
        const reply = await ask(client, 'chat:changes', { roomId, after: upTo, limit })
        reply.messages.forEach(take)
        ;({ upTo, more } = reply)
      }
    },
  }
}

/** A quote follows the quoted message, which the client knows by itself. */
function withQuote(
  message: StoredMessageWire,
  byId: ReadonlyMap<string, StoredMessageWire>,
): StoredMessageWire {
  const quoted = message.replyTo && byId.get(message.replyTo.id)
  if (!message.replyTo || !quoted) return message
  return { ...message, replyTo: { ...message.replyTo, text: quoted.text } }
}
