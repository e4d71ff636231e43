import { createFakeServer, type FakeServer, type Packet } from './fake-wire.ts'

const ANNA = { id: '4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a01', name: 'Anna' }
const JONAS = { id: '4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a02', name: 'Jonas' }
const TOKEN = 'a'.repeat(43)

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

interface Message extends Record<string, unknown> {
  readonly id: string
  readonly seq: number
  changeSeq: number
}

const room = (id: string) => ({ id, name: id, icon: '💬', topic: '', users: 1 })

/** A fake server that stores messages of one room, numbers their changes and knows their keys. */
export function createChatServer(): FakeServer & {
  readonly stored: Message[]
  /** Stores and tells a message of somebody else. */
  say(text: string): void
  /** Changes a stored message, and tells it. */
  change(seq: number, change: Record<string, unknown>): void
  /** Reacts as somebody else, and tells it. */
  react(seq: number, emoji: string): void
  /** What happens inside is stored, and the event about it is lost. */
  silently(act: () => void): void
} {
  const server = createFakeServer()
  const stored: Message[] = []
  let newest = 0
  let isSilent = false
  const tell = (name: string, payload: unknown): void => {
    if (!isSilent) server.tell(name, payload)
  }
  const numbered = (message: Message, change: Record<string, unknown>): Message => {
    newest += 1
    return Object.assign(message, change, { changeSeq: newest })
  }
  const append = (text: string, clientId: unknown, by: typeof ANNA): Message => {
    const seq = newest + 1
    const message = numbered(
      { id: uuid(seq), seq, changeSeq: seq },
      {
        roomId: 'general',
        createdAt: 1_000 + seq,
        type: 'text',
        text,
        user: by.name,
        userId: by.id,
        editedAt: null,
        deletedAt: null,
        replyTo: null,
        reactions: [],
        clientId,
      },
    )
    stored.push(message)
    return message
  }
  const find = (by: (message: Message) => boolean): Message => {
    const message = stored.find(by)
    if (!message) throw new Error('no such message')
    return message
  }
  const change = (message: Message, to: Record<string, unknown>): Message => {
    tell('chat:changed', { ...numbered(message, to) })
    return message
  }
  const react = (message: Message, reactions: unknown): void => {
    const { id: messageId, changeSeq } = numbered(message, { reactions })
    tell('chat:reaction:update', { messageId, roomId: 'general', changeSeq, reactions })
  }
  const reaction = (emoji: unknown, by: typeof ANNA) => [
    { emoji, count: 1, users: [by.name], userIds: [by.id] },
  ]
  const answerWithMessage = (message: Message) => ({ ok: true, message: { ...message } })
  const isNamed = (input: Packet) => (message: Message) => message.id === input['messageId']

  server.answer('room:join', (input) => {
    const roomId = String(input['roomId'])
    server.tell('room:users', [ANNA])
    server.tell('rooms:list', [room('general'), room('music')])
    server.tell('chat:history', roomId === 'general' ? stored.slice(-50) : [])
    const lastSeq = roomId === 'general' ? newest : 0
    return { ok: true, room: room(roomId), you: ANNA, token: TOKEN, lastSeq }
  })
  server.answer('chat:message', (input) => {
    const known = stored.find((message) => message['clientId'] === input['clientId'])
    if (known) return { ok: true, message: known, duplicate: true }
    const message = append(String(input['text']), input['clientId'], ANNA)
    tell('chat:message', { ...message })
    return { ok: true, message, duplicate: false }
  })
  server.answer('chat:history', (input) => {
    const limit = numberIn(input, 'limit') ?? 50
    const before = stored.filter((message) => message.seq < (numberIn(input, 'before') ?? Infinity))
    return { ok: true, messages: before.slice(-limit), more: before.length > limit }
  })
  server.answer('chat:changes', (input) => {
    const limit = numberIn(input, 'limit') ?? 100
    const rest = stored
      .filter((message) => message.changeSeq > Number(input['after']))
      .toSorted((a, b) => a.changeSeq - b.changeSeq)
    const messages = rest.slice(0, limit)
    const more = rest.length > limit
    return { ok: true, messages, upTo: more ? messages.at(-1)?.changeSeq : newest, more }
  })
  server.answer('chat:edit', (input) =>
    answerWithMessage(change(find(isNamed(input)), { text: input['text'], editedAt: 2_000 })),
  )
  server.answer('chat:delete', (input) =>
    answerWithMessage(change(find(isNamed(input)), { text: '', deletedAt: 2_000 })),
  )
  server.answer('chat:reaction', (input) => {
    const reactions = input['on'] === true ? reaction(input['emoji'], ANNA) : []
    react(find(isNamed(input)), reactions)
    return { ok: true, messageId: input['messageId'], reactions }
  })
  server.answer('chat:typing', () => ({ ok: true }))
  return {
    ...server,
    stored,
    say: (text) => tell('chat:message', { ...append(text, null, JONAS) }),
    change: (seq, to) =>
      void change(
        find((message) => message.seq === seq),
        to,
      ),
    react: (seq, emoji) =>
      react(
        find((message) => message.seq === seq),
        reaction(emoji, JONAS),
      ),
    silently(act) {
      isSilent = true
      act()
      isSilent = false
    },
  }
}

const numberIn = (packet: Packet, key: string): number | undefined =>
  packet[key] === undefined ? undefined : Number(packet[key])
