import type { SystemNotice, TextMessage } from '#shared/domain/messages.ts'
import type { Person } from '#shared/domain/people.ts'
import type { Room } from '#shared/domain/rooms.ts'
import type { PersonWire, RoomWire, TextMessageWire } from '#shared/protocol/wire.ts'
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

export const toTextMessageWire = (message: TextMessage): TextMessageWire => ({
  id: message.id,
  roomId: message.roomId,
  type: 'text',
  text: message.text,
  user: message.author.name,
  userId: message.author.id,
  createdAt: message.createdAt,
  seq: message.seq,
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
