import type { ClientId } from '#shared/domain/ids.ts'
import type { Conversation, OutgoingMessage } from './conversation.ts'

/** What of a message lies among the kept media. */
export const mediaOf = ({
  voice,
  files,
}: Pick<OutgoingMessage, 'voice' | 'files'>): readonly string[] => [
  ...(voice ? [voice.noteId] : []),
  ...files.map(({ fileId }) => fileId),
]

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
