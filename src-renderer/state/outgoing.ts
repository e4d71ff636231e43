import type { ClientId } from '#shared/domain/ids.ts'
import type { Conversation, OutgoingMessage } from './conversation.ts'

interface CarriedMedia {
  readonly id: string
  /** Bytes, as far as they count for how far it has come. */
  readonly size: number
  /** The message can go without it. */
  readonly isPreview: boolean
}

type Carrying = Pick<OutgoingMessage, 'voice' | 'files'>

/** What of a message lies among the kept media, in the order in which it is brought to the server. */
export const carriedBy = ({ voice, files }: Carrying): readonly CarriedMedia[] => [
  ...(voice ? [{ id: voice.noteId, size: 0, isPreview: false }] : []),
  ...files.flatMap(({ fileId, size, preview }) => [
    { id: fileId, size, isPreview: false },
    ...(preview ? [{ id: preview.fileId, size: 0, isPreview: true }] : []),
  ]),
]

export const mediaOf = (message: Carrying): readonly string[] =>
  carriedBy(message).map(({ id }) => id)

export const addOutgoing = (
  conversation: Conversation,
  message: OutgoingMessage,
): Conversation => ({
  ...conversation,
  outgoing: [...conversation.outgoing, message],
  lastChange: 'newer',
})

export const setOutgoingState = (
  conversation: Conversation,
  clientId: ClientId,
  state: OutgoingMessage['state'],
): Conversation => ({
  ...conversation,
  outgoing: conversation.outgoing.map((message) =>
    message.clientId === clientId ? { ...message, state } : message,
  ),
})

export const removeOutgoing = (conversation: Conversation, clientId: ClientId): Conversation => ({
  ...conversation,
  outgoing: conversation.outgoing.filter((message) => message.clientId !== clientId),
})
