import { messageIdSchema, personIdSchema, roomIdSchema } from '#shared/domain/ids.ts'
import { ROOM_DEFAULTS } from '#shared/domain/rooms.ts'
import { directIdOf } from '#shared/domain/direct.ts'
import type {
  ConversationWire,
  OwnProfileWire,
  ProfileWire,
  RoomWire,
  StoredMessageWire,
} from '#shared/protocol/wire.ts'

/** People, rooms and messages as a server tells them. */

const profile = (number: number, name: string): ProfileWire => ({
  id: personIdSchema.parse(`4c1f7b52-5a6e-4f6e-9a53-0d1f2f7d8a0${number}`),
  name,
  role: 'member',
  presence: 'online',
  statusText: '',
  avatar: null,
  lastSeenAt: 1_000,
})

/** The one who uses the app. */
export const ANNA = profile(1, 'Anna')
export const JONAS = profile(2, 'Jonas')
export const MIRA = profile(3, 'Mira')

export const own = (me: ProfileWire): OwnProfileWire => ({
  ...me,
  availability: 'online',
  isProtected: false,
  mutedUntil: null,
  ...{ blocked: [], quietCallers: [] },
})

export const GENERAL = roomIdSchema.parse('general')
export const MUSIC = roomIdSchema.parse('music')
export const WITH_JONAS = directIdOf(ANNA.id, JONAS.id)

export const room = (id: string, more: Partial<RoomWire> = {}): RoomWire => ({
  ...ROOM_DEFAULTS,
  id: roomIdSchema.parse(id),
  name: id.charAt(0).toUpperCase() + id.slice(1),
  icon: '💬',
  topic: '',
  users: 1,
  ...more,
})

const uuid = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

export const messageId = (number: number): StoredMessageWire['id'] =>
  messageIdSchema.parse(uuid(number))

/** A message of Jonas in General, unless told otherwise. */
export const message = (seq: number, more: Partial<StoredMessageWire> = {}): StoredMessageWire => ({
  id: messageId(seq),
  roomId: GENERAL,
  createdAt: 1_000 + seq,
  type: 'text',
  text: `message ${seq}`,
  attachments: [],
  user: JONAS.name,
  userId: JONAS.id,
  seq,
  changeSeq: seq,
  editedAt: null,
  deletedAt: null,
  replyTo: null,
  reactions: [],
  pin: null,
  mentions: [],
  mentionsHere: false,
  clientId: null,
  ...more,
})

export const conversation = (
  roomId: ConversationWire['roomId'],
  more: Partial<ConversationWire> = {},
): ConversationWire => ({
  roomId,
  with: null,
  lastSeq: 0,
  trimmedUpTo: 0,
  readSeq: 0,
  unread: 0,
  mentions: 0,
  lastMessage: null,
  notify: 'mentions',
  ...more,
})
