import { createFakeServer, type FakeServer, type Packet } from './fake-wire.ts'

const ANNA = { id: '4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a01', name: 'Anna' }
const TOKEN = 'a'.repeat(43)

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

interface Message extends Record<string, unknown> {
  readonly seq: number
}

const room = (id: string) => ({ id, name: id, icon: '💬', topic: '', users: 1 })

/** A fake server that stores messages of one room, numbers them and knows their keys. */
export function createChatServer(): FakeServer & {
  readonly stored: Message[]
  /** Stores and tells a message of somebody else. */
  say(text: string): void
} {
  const server = createFakeServer()
  const stored: Message[] = []
  const append = (text: string, clientId: unknown, userId: string) => {
    const seq = stored.length + 1
    const message = {
      id: uuid(seq),
      roomId: 'general',
      createdAt: 1_000 + seq,
      type: 'text',
      text,
      user: userId === ANNA.id ? 'Anna' : 'Jonas',
      userId,
      seq,
      clientId,
    }
    stored.push(message)
    return message
  }
  server.answer('room:join', (input) => {
    const roomId = String(input['roomId'])
    server.tell('room:users', [ANNA])
    server.tell('rooms:list', [room('general'), room('music')])
    server.tell('chat:history', roomId === 'general' ? stored.slice(-50) : [])
    const lastSeq = roomId === 'general' ? stored.length : 0
    return { ok: true, room: room(roomId), you: ANNA, token: TOKEN, lastSeq }
  })
  server.answer('chat:message', (input) => {
    const known = stored.find((message) => message['clientId'] === input['clientId'])
    if (known) return { ok: true, message: known, duplicate: true }
    const message = append(String(input['text']), input['clientId'], ANNA.id)
    server.tell('chat:message', message)
    return { ok: true, message, duplicate: false }
  })
  server.answer('chat:history', (input) => {
    const limit = numberIn(input, 'limit') ?? 50
    const after = numberIn(input, 'after')
    if (after !== undefined) {
      const rest = stored.filter((message) => message.seq > after)
      return { ok: true, messages: rest.slice(0, limit), more: rest.length > limit }
    }
    const before = stored.filter((message) => message.seq < (numberIn(input, 'before') ?? Infinity))
    return { ok: true, messages: before.slice(-limit), more: before.length > limit }
  })
  return {
    ...server,
    stored,
    say: (text) => server.tell('chat:message', append(text, null, uuid(999))),
  }
}

const numberIn = (packet: Packet, key: string): number | undefined =>
  packet[key] === undefined ? undefined : Number(packet[key])
