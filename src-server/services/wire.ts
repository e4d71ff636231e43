import type { BlobId, MediaKey, MessageId, PersonId } from '#shared/domain/ids.ts'
import type {
  Attachment,
  Message,
  Pin,
  Quote,
  Reaction,
  SystemNotice,
} from '#shared/domain/messages.ts'
import type { Person, PresenceState } from '#shared/domain/people.ts'
import type { Room } from '#shared/domain/rooms.ts'
import type {
  AttachmentWire,
  PersonWire,
  ProfileWire,
  ReactionWire,
  RoomWire,
  StoredMessageWire,
} from '#shared/protocol/wire.ts'
import type { EventPayload } from '#shared/protocol/maps.ts'
import type { KnownPerson } from '../ports/people-store.ts'

/** Domain values as they travel. The only place where the two shapes meet. */

export const toRoomWire = (room: Room, users: number): RoomWire => ({
  id: room.id,
  name: room.name,
  icon: room.icon,
  topic: room.topic,
  users,
  access: room.access,
  creatorId: room.creatorId,
  archivedAt: room.archivedAt,
  slowModeSeconds: room.slowModeSeconds,
  speakRole: room.speakRole,
  pinRole: room.pinRole,
  retentionDays: room.retentionDays,
})

export const toPersonWire = (person: Person): PersonWire => ({ id: person.id, name: person.name })

/** Where somebody's picture is. Another picture is at another address, so it may be kept for ever. */
const avatarPath = (personId: PersonId, avatar: BlobId): string =>
  `/api/avatars/${personId}/${avatar}`

export const toProfileWire = (known: KnownPerson, presence: PresenceState): ProfileWire => ({
  ...toPersonWire(known),
  role: known.role,
  presence,
  statusText: known.statusText,
  avatar: known.avatar && avatarPath(known.id, known.avatar),
  lastSeenAt: known.lastSeenAt,
})

export const toReactionWire = ({ emoji, people }: Reaction): ReactionWire => ({
  emoji,
  count: people.length,
  users: people.map(({ name }) => name),
  userIds: people.map(({ id }) => id),
})

const toQuoteWire = ({ id, seq, author, excerpt }: Quote): StoredMessageWire['replyTo'] => ({
  id,
  seq,
  user: author.name,
  text: excerpt,
})

const toPinWire = ({ pinnedAt, by }: Pin): StoredMessageWire['pin'] => ({
  pinnedAt,
  user: by.name,
  userId: by.id,
})

/** Where the file of a message is: an address that nobody can guess, and that ends with the message. */
const mediaPath = (
  messageId: MessageId,
  place: number | `${number}/preview`,
  key: MediaKey,
): string => `/api/media/${messageId}/${place}?key=${key}`

const toAttachmentWire =
  (messageId: MessageId) =>
  ({ key, preview, ...attachment }: Attachment, index: number): AttachmentWire => ({
    blobId: attachment.blobId,
    url: mediaPath(messageId, index, key),
    name: attachment.name,
    mimeType: attachment.mimeType,
    size: attachment.size,
    width: attachment.width,
    height: attachment.height,
    duration: attachment.duration,
    ...(preview && {
      preview: {
        blobId: preview.blobId,
        url: mediaPath(messageId, `${index}/preview`, key),
        mimeType: preview.mimeType,
        size: preview.size,
        width: preview.width,
        height: preview.height,
      },
    }),
  })

/** What the documented form of a voice message has beside the rest. */
function voiceOf({ id, attachments }: Message): Partial<StoredMessageWire> {
  const [sound] = attachments
  if (!sound) return {}
  const { key, mimeType, duration, waveform } = sound
  return {
    audio: mediaPath(id, 0, key),
    mimeType,
    ...(duration === null ? {} : { duration }),
    ...(waveform === null ? {} : { waveform: [...waveform] }),
  }
}

export const toMessageWire = (message: Message): StoredMessageWire => ({
  id: message.id,
  roomId: message.roomId,
  type: message.type,
  text: message.text,
  ...(message.type === 'voice' ? voiceOf(message) : {}),
  attachments: message.type === 'file' ? message.attachments.map(toAttachmentWire(message.id)) : [],
  ...(message.call ? { call: message.call } : {}),
  user: message.author.name,
  userId: message.author.id,
  createdAt: message.createdAt,
  seq: message.seq,
  changeSeq: message.changeSeq,
  editedAt: message.editedAt,
  deletedAt: message.deletedAt,
  replyTo: message.replyTo && toQuoteWire(message.replyTo),
  reactions: message.reactions.map(toReactionWire),
  pin: message.pin && toPinWire(message.pin),
  mentions: [...message.mentions],
  mentionsHere: message.mentionsHere,
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
