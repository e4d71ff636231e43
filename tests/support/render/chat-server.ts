import { directIdOf, otherOfDirect } from '#shared/domain/direct.ts'
import { clientIdSchema, roomIdSchema, type BlobId, type RoomId } from '#shared/domain/ids.ts'
import { mediaKindsOf } from '#shared/domain/media-kinds.ts'
import { mentionsHere, mentionsName } from '#shared/domain/mentions.ts'
import type {
  AttachmentWire,
  ConversationWire,
  ProfileWire,
  ReactionWire,
  RoomWire,
  StoredMessageWire,
} from '#shared/protocol/wire.ts'
import { createFakeServer, type FakeServer, type Packet } from './fake-wire.ts'
import {
  ANNA,
  conversation,
  GENERAL,
  JONAS,
  message,
  messageId,
  MIRA,
  own,
  room,
} from './fixtures.ts'

const TOKEN = 'a'.repeat(43)

/** What a fake server stores: changed in place, told as copies. */
type Stored = { -readonly [Key in keyof StoredMessageWire]: StoredMessageWire[Key] }

interface Place {
  readonly stored: Stored[]
  newest: number
  readSeq: number
  notify: ConversationWire['notify'] | null
}

interface Saying {
  readonly roomId?: RoomId
  readonly by?: ProfileWire
  readonly carrying?: readonly AttachmentWire[]
  /** What the message tells of a call. */
  readonly call?: StoredMessageWire['call']
}

export type ChatServer = FakeServer & ReturnType<typeof chatServer>

/** A fake server that stores messages, numbers their changes per conversation and knows their keys. */
export function createChatServer(): ChatServer {
  const server = createFakeServer()
  return { ...server, ...chatServer(server) }
}

function chatServer(server: FakeServer) {
  const places = new Map<RoomId, Place>()
  const people: ProfileWire[] = [ANNA, JONAS, MIRA]
  let rooms: RoomWire[] = [room('general'), room('music')]
  let ids = 0
  let isSilent = false

  const placeOf = (roomId: RoomId): Place => {
    const place = places.get(roomId) ?? { stored: [], newest: 0, readSeq: 0, notify: null }
    places.set(roomId, place)
    return place
  }
  const tell = (name: string, payload: unknown): void => {
    if (!isSilent) server.tell(name, payload)
  }
  const numbered = (stored: Stored, change: Partial<StoredMessageWire>): Stored => {
    const place = placeOf(stored.roomId)
    place.newest += 1
    return Object.assign(stored, change, { changeSeq: place.newest })
  }
  const append = (text: string, key: unknown, saying: Saying): Stored => {
    const { roomId = GENERAL, by = JONAS, carrying = [], call } = saying
    const place = placeOf(roomId)
    place.newest += 1
    // In General an id tells the number, so that a test can name the message.
    ids += 1
    const id = messageId(roomId === GENERAL ? place.newest : 100_000 + ids)
    const stored: Stored = message(place.newest, {
      ...{ id, roomId, text, user: by.name, userId: by.id },
      clientId: clientIdSchema.safeParse(key).data ?? null,
      mentions: people.filter(({ name }) => mentionsName(text, name)).map((person) => person.id),
      mentionsHere: mentionsHere(text),
      ...(call && { type: 'call', call }),
      ...(carrying.length > 0 && { type: 'file', attachments: [...carrying] }),
    })
    place.stored.push(stored)
    return stored
  }
  const find = (by: (stored: Stored) => boolean): Stored => {
    const found = [...places.values()].flatMap(({ stored }) => stored).find(by)
    if (!found) throw new Error('no such message')
    return found
  }
  const named = (input: Packet): Stored => find(({ id }) => id === input['messageId'])
  const inGeneral = (seq: number): Stored =>
    find((stored) => stored.roomId === GENERAL && stored.seq === seq)
  const change = (stored: Stored, to: Partial<StoredMessageWire>): Stored => {
    tell('chat:changed', { ...numbered(stored, to) })
    return stored
  }
  const react = (stored: Stored, reactions: ReactionWire[]): void => {
    const { id, roomId, changeSeq } = numbered(stored, { reactions })
    tell('chat:reaction:update', { messageId: id, roomId, changeSeq, reactions })
  }
  const reaction = (emoji: string, by: ProfileWire): ReactionWire[] => [
    { emoji, count: 1, users: [by.name], userIds: [by.id] },
  ]
  const overview = (roomId: RoomId): ConversationWire => {
    const { stored, newest, readSeq, notify } = placeOf(roomId)
    const otherId = otherOfDirect(roomId, ANNA.id)
    const unread = stored.filter(
      ({ seq, userId, deletedAt }) => seq > readSeq && userId !== ANNA.id && deletedAt === null,
    )
    return conversation(roomId, {
      with: people.find(({ id }) => id === otherId) ?? null,
      lastSeq: newest,
      readSeq,
      unread: unread.length,
      mentions: unread.filter((m) => m.mentionsHere || m.mentions.includes(ANNA.id)).length,
      lastMessage: stored.findLast(({ deletedAt }) => deletedAt === null) ?? null,
      notify: notify ?? (otherId === null ? 'mentions' : 'all'),
    })
  }
  const isListed = (roomId: RoomId): boolean =>
    otherOfDirect(roomId, ANNA.id) !== null && placeOf(roomId).stored.length > 0

  let call: unknown = null
  server.answer('room:join', (input) => {
    const roomId = roomIdIn(input)
    const joined = rooms.find(({ id }) => id === roomId)
    if (!joined) return refusal('not-found', 'There is no such room')
    const { stored, newest } = placeOf(roomId)
    server.tell('room:users', [ANNA])
    server.tell('rooms:list', rooms)
    server.tell('chat:history', stored.slice(-50))
    return { ok: true, room: joined, you: own(ANNA), token: TOKEN, lastSeq: newest, call }
  })
  server.answer('conversations:follow', () => {
    const known = new Set([...rooms.map(({ id }) => id), ...[...places.keys()].filter(isListed)])
    return { ok: true, conversations: [...known].map(overview) }
  })
  server.answer('voice:list', () => ({ ok: true, rooms: [] }))
  server.answer('people:list', () => ({ ok: true, people }))
  server.answer('direct:open', (input) => {
    const other = people.find(({ id }) => id === input['userId'])
    if (!other) return refusal('not-found', 'There is nobody of that id')
    return { ok: true, conversation: overview(directWith(other)) }
  })
  server.answer('direct:hide', () => ({ ok: true }))
  server.answer('conversations:notify', (input) => {
    placeOf(roomIdIn(input)).notify = input['level'] as ConversationWire['notify']
    return { ok: true }
  })
  server.answer('person:block', (input) => ({
    ok: true,
    blocked: input['on'] === true ? [input['userId']] : [],
  }))
  server.answer('person:ring', (input) => ({
    ok: true,
    quietCallers: input['on'] === true ? [] : [input['userId']],
  }))
  server.answer('chat:message', (input) => {
    const roomId = roomIdIn(input)
    const known = placeOf(roomId).stored.find(({ clientId }) => clientId === input['clientId'])
    if (known) return { ok: true, message: known, duplicate: true }
    const stored = append(String(input['text']), input['clientId'], { roomId, by: ANNA })
    tell('chat:message', { ...stored })
    return { ok: true, message: stored, duplicate: false }
  })
  server.answer('chat:send:files', (input) => {
    const stored = append(String(input['text']), input['clientId'], {
      ...{ roomId: roomIdIn(input), by: ANNA },
    })
    const files = input['files'] as readonly { readonly blobId: BlobId; readonly name: string }[]
    const attachments = files.map(({ blobId, name }, index) => ({
      ...{ blobId, name, url: `/api/media/${stored.id}/${index}?key=key` },
      ...{ mimeType: 'image/png', size: 1, width: null, height: null, duration: null },
    }))
    Object.assign(stored, { type: 'file', attachments })
    tell('chat:message', { ...stored })
    return { ok: true, message: stored, duplicate: false }
  })
  server.answer('chat:send:voice', (input) => {
    const roomId = roomIdIn(input)
    const stored = append('', input['clientId'], { roomId, by: ANNA })
    Object.assign(stored, {
      ...{ type: 'voice', audio: `/api/media/${stored.id}/0?key=key`, mimeType: 'audio/webm' },
      ...{ duration: input['duration'], waveform: input['waveform'] },
    })
    tell('chat:message', { ...stored })
    return { ok: true, message: stored, duplicate: false }
  })
  server.answer('chat:history', (input) => pageOf(placeOf(roomIdIn(input)).stored, input))
  server.answer('chat:changes', (input) => {
    const { stored, newest } = placeOf(roomIdIn(input))
    const limit = numberIn(input, 'limit') ?? 100
    const rest = stored
      .filter(({ changeSeq }) => changeSeq > Number(input['after']))
      .toSorted((a, b) => a.changeSeq - b.changeSeq)
    const messages = rest.slice(0, limit)
    const more = rest.length > limit
    const upTo = more ? messages.at(-1)?.changeSeq : newest
    return { ok: true, messages, upTo, more, trimmedUpTo: 0 }
  })
  const answerWith = (stored: Stored) => ({ ok: true, message: { ...stored } })
  server.answer('chat:edit', (input) =>
    answerWith(change(named(input), { text: String(input['text']), editedAt: 2_000 })),
  )
  server.answer('chat:delete', (input) =>
    answerWith(change(named(input), { text: '', deletedAt: 2_000 })),
  )
  server.answer('chat:pin', (input) =>
    answerWith(
      change(named(input), {
        pin: input['on'] ? { pinnedAt: 3_000, user: ANNA.name, userId: ANNA.id } : null,
      }),
    ),
  )
  server.answer('chat:pins', (input) => ({
    ok: true,
    messages: placeOf(roomIdIn(input)).stored.filter(({ pin }) => pin !== null),
  }))
  server.answer('chat:media', (input) => {
    const limit = numberIn(input, 'limit') ?? 50
    const before = numberIn(input, 'before') ?? Infinity
    const found = placeOf(roomIdIn(input))
      .stored.filter(({ seq, deletedAt }) => seq < before && deletedAt === null)
      .filter((message) => mediaKindsOf(message).some((kind) => kind === input['kind']))
      .toReversed()
    return { ok: true, messages: found.slice(0, limit), more: found.length > limit }
  })
  server.answer('chat:reaction', (input) => {
    const reactions = input['on'] === true ? reaction(String(input['emoji']), ANNA) : []
    react(named(input), reactions)
    return { ok: true, messageId: input['messageId'], reactions }
  })
  server.answer('profile:activity', () => ({ ok: true }))
  server.answer('chat:typing', () => ({ ok: true }))
  server.answer('chat:receipts', () => ({ ok: true, receipts: [] }))
  server.answer('chat:read', (input) => {
    const place = placeOf(roomIdIn(input))
    place.readSeq = Math.max(place.readSeq, Number(input['seq']))
    return { ok: true, seq: place.readSeq }
  })

  return {
    /** The call that this person has, for whoever comes in. */
    haveCall: (next: unknown) => void (call = next),
    /** What was said in General. */
    stored: placeOf(GENERAL).stored,
    setRooms(next: RoomWire[]): void {
      rooms = next
    },
    /** This person has read so far. */
    setRead: (roomId: RoomId, seq: number): void => void (placeOf(roomId).readSeq = seq),
    /** Stores and tells a message of somebody else: of Jonas in General, unless told otherwise. */
    say: (text: string, saying: Saying = {}): void =>
      tell('chat:message', { ...append(text, null, saying) }),
    /** Changes a stored message of General, and tells it. */
    change: (seq: number, to: Partial<StoredMessageWire>): void => void change(inGeneral(seq), to),
    /** Reacts in General as Jonas, and tells it. */
    react: (seq: number, emoji: string): void => react(inGeneral(seq), reaction(emoji, JONAS)),
    /** What happens inside is stored, and the event about it is lost. */
    silently(act: () => void): void {
      isSilent = true
      act()
      isSilent = false
    },
  }
}

function pageOf(stored: readonly Stored[], input: Packet) {
  const limit = numberIn(input, 'limit') ?? 50
  const around = numberIn(input, 'around')
  const after = numberIn(input, 'after')
  const before = numberIn(input, 'before') ?? Infinity
  const index = stored.findIndex(({ seq }) => seq >= (around ?? Infinity))
  const start =
    around === undefined ? null : Math.max(0, (index < 0 ? stored.length : index) - limit / 2)
  const messages =
    start !== null
      ? stored.slice(start, start + limit)
      : after === undefined
        ? stored.filter(({ seq }) => seq < before).slice(-limit)
        : stored.filter(({ seq }) => seq > after).slice(0, limit)
  const moreAfter = (messages.at(-1)?.seq ?? 0) < (stored.at(-1)?.seq ?? 0)
  const moreBefore = (messages[0]?.seq ?? 0) > (stored[0]?.seq ?? 0)
  return { ok: true, messages, more: after === undefined ? moreBefore : moreAfter, moreAfter }
}

const directWith = (other: ProfileWire): RoomId => directIdOf(ANNA.id, other.id)

const roomIdIn = (input: Packet): RoomId => roomIdSchema.parse(input['roomId'])

const refusal = (code: string, text: string) => ({ ok: false, error: { code, message: text } })

const numberIn = (packet: Packet, key: string): number | undefined =>
  packet[key] === undefined ? undefined : Number(packet[key])
