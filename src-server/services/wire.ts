import type { Quote, Reaction, SystemNotice, TextMessage } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Room } from '#shared/domain/rooms.ts'
import type { PersonWire, ReactionWire, RoomWire, TextMessageWire } from '#shared/protocol/wire.ts'
import type { EventPayload } from '#shared/protocol/maps.ts'

/** Domain values as they travel. The only place where the two shapes meet. */

export const toRoomWire = (room: Room, users: number): RoomWire => ({
  id: room.id,
  name: room.name,
  icon: room.icon,
  topic: room.topic,
  users,
})

export const toPersonWire = (person: Person): PersonWire => ({ id: person.id, name: person.name })

export const toReactionWire = ({ emoji, people }: Reaction): ReactionWire => ({
  emoji,
  count: people.length,
  users: people.map(({ name }) => name),
  userIds: people.map(({ id }) => id),
})

const toQuoteWire = ({ id, seq, author, excerpt }: Quote): TextMessageWire['replyTo'] => ({
  id,
  seq,
  user: author.name,
  text: excerpt,
})

export const toTextMessageWire = (message: TextMessage): TextMessageWire => ({
  id: message.id,
  roomId: message.roomId,
  type: 'text',
  text: message.text,
  user: message.author.name,
  userId: message.author.id,
  createdAt: message.createdAt,
  seq: message.seq,
  changeSeq: message.changeSeq,
  editedAt: message.editedAt,
  deletedAt: message.deletedAt,
  replyTo: message.replyTo && toQuoteWire(message.replyTo),
  reactions: message.reactions.map(toReactionWire),
  clientId: message.clientId,
})

export const toSystemMessageWire = (notice: SystemNotice): EventPayload<'chat:message'> => ({
  id: notice.id,
  roomId: notice.roomId,
  type: 'system',
  text: notice.text,
  user: 'system',
  createdAt: notice.createdAt,
})
