import type { RoomId } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import type { KeptMessage } from '../platform/kept.ts'
import {
  emptyConversation,
  type Conversation,
  type OutgoingMessage,
} from '../state/conversation.ts'
import { addOutgoing, mediaOf } from '../state/outgoing.ts'
import type { ActionContext, Session } from './context.ts'

/**
 * Whose messages wait where: a message is only ever sent under the name that it was written under.
 * Not by id, because a lost token would lose the messages with it.
 */
export const stayKey = (origin: ServerOrigin, name: string): string => `${origin} ${name}`

/** What was written before a restart and did not get through, in its conversations. */
export function withKeptOutbox(
  { platform }: ActionContext,
  key: string,
  before: ReadonlyMap<RoomId, Conversation>,
): ReadonlyMap<RoomId, Conversation> {
  const conversations = new Map(before)
  for (const kept of platform.memory.outbox(key)) {
    const known = conversations.get(kept.roomId) ?? emptyConversation(kept.roomId)
    conversations.set(kept.roomId, addOutgoing(known, fromKept(kept)))
  }
  return conversations
}

/**
 * Writes down what waits, each time that it changes, until the session ends. What does not wait any
 * more, because it is known to the server or nobody wants it, leaves nothing on this device.
 */
export function keepOutbox(context: ActionContext, session: Session, key: string): void {
  const { store, platform } = context
  let before: readonly OutgoingMessage[] = outgoingOf(store.getState().conversations)
  session.scope.add(
    store.subscribe(({ conversations }, previous) => {
      if (conversations === previous.conversations) return
      const outgoing = outgoingOf(conversations)
      if (isSameList(outgoing, before)) return
      const waiting = new Set(outgoing.map(({ clientId }) => clientId))
      for (const message of before) if (!waiting.has(message.clientId)) letGo(context, message)
      before = outgoing
      platform.memory.rememberOutbox(key, keptOf(conversations))
    }),
  )
}

function letGo({ keptMedia, store }: ActionContext, message: OutgoingMessage): void {
  const { clientId } = message
  for (const id of mediaOf(message)) void keptMedia.remove(id)
  if (!store.getState().uploads.has(clientId)) return
  store.setState(({ uploads }) => ({
    uploads: new Map([...uploads].filter(([id]) => id !== clientId)),
  }))
}

const outgoingOf = (conversations: ReadonlyMap<RoomId, Conversation>): OutgoingMessage[] =>
  [...conversations.values()].flatMap(({ outgoing }) => outgoing)

const keptOf = (conversations: ReadonlyMap<RoomId, Conversation>): readonly KeptMessage[] =>
  [...conversations.values()].flatMap(({ roomId, outgoing }) =>
    outgoing.map((message) => toKept(roomId, message)),
  )

const isSameList = <Item>(a: readonly Item[], b: readonly Item[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index])

const toKept = (
  roomId: RoomId,
  { clientId, text, voice, files, createdAt, replyTo, state }: OutgoingMessage,
): KeptMessage => ({
  roomId,
  clientId,
  text,
  voice: voice && { ...voice, peaks: [...voice.peaks] },
  files: [...files],
  createdAt,
  replyTo,
  failure: state.phase === 'failed' ? state.reason : null,
})

const fromKept = ({
  failure,
  clientId,
  text,
  voice,
  files,
  createdAt,
  replyTo,
}: KeptMessage): OutgoingMessage => ({
  clientId,
  text,
  voice,
  files,
  createdAt,
  replyTo,
  state: failure === null ? { phase: 'sending' } : { phase: 'failed', reason: failure },
})
