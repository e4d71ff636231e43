import { clientIdSchema, type ClientId, type RoomId } from '#shared/domain/ids.ts'
import { messageTextSchema } from '#shared/domain/messages.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { applyChange } from '../state/changes.ts'
import { findMessage, type Conversation, type OutgoingMessage } from '../state/conversation.ts'
import { addOutgoing, removeOutgoing, setOutgoingState } from '../state/outgoing.ts'
import { forgetNew } from '../state/reading.ts'
import { changeConversation } from '../state/store.ts'
import { quoteOf } from '../state/timeline.ts'
import { asSentence } from './as-sentence.ts'
import { noteArrival } from './attention.ts'
import type { ActionContext, Session } from './context.ts'
import { goToNewest } from './history.ts'
import { pause } from './pause.ts'
import { markRead } from './reading.ts'
import { isCurrent } from './session.ts'
import { forgetTyping } from './typing.ts'

/** A server that stays silent this often for one message is not going to answer. */
const ATTEMPTS_WITHOUT_ANSWER = 3

/**
 * Shows a text at once and sends it as soon as that is possible.
 * @returns why it cannot be sent at all, as a sentence
 */
export function sendMessage(context: ActionContext, text: string): Result<null, string> {
  const { openRoom: roomId, conversations } = context.store.getState()
  if (roomId === null) return fail('Open a conversation first.')
  const conversation = conversations.get(roomId)
  const answered = conversation?.replyingTo && findMessage(conversation, conversation.replyingTo)
  const sent = sendTo(context, roomId, { text, replyTo: answered ? quoteOf(answered) : null })
  if (!sent.ok) return sent
  // Whoever answers has read.
  if (!conversation || conversation.isLive) markRead(context, roomId)
  else void goToNewest(context, roomId)
  changeConversation(context.store, roomId, (known) => ({
    ...forgetNew(known),
    replyingTo: null,
  }))
  forgetTyping(context)
  return succeed(null)
}

/**
 * Puts a text into any conversation, shown there at once and sent as soon as that is possible.
 * @returns why it cannot be sent at all, as a sentence
 */
export function sendTo(
  context: ActionContext,
  roomId: RoomId,
  { text, replyTo }: Pick<OutgoingMessage, 'text' | 'replyTo'>,
): Result<null, string> {
  const { store, current } = context
  const parsed = messageTextSchema.safeParse(text)
  if (!parsed.success)
    return fail(asSentence(parsed.error.issues[0]?.message ?? 'This cannot be sent'))
  if (!current.session) return fail('There is no connection to a server.')
  const message: OutgoingMessage = {
    clientId: clientIdSchema.parse(context.newUuid()),
    text: parsed.data,
    createdAt: context.now(),
    replyTo,
    state: { phase: 'sending' },
  }
  changeConversation(store, roomId, (known) => addOutgoing(known, message))
  void flushOutbox(context, current.session)
  return succeed(null)
}

/** Sends a failed message again, under the same key: if it did arrive, it is not said twice. */
export function retryMessage(context: ActionContext, roomId: RoomId, clientId: ClientId): void {
  changeConversation(context.store, roomId, (known) =>
    setOutgoingState(known, clientId, { phase: 'sending' }),
  )
  if (context.current.session) void flushOutbox(context, context.current.session)
}

export function discardMessage(context: ActionContext, roomId: RoomId, clientId: ClientId): void {
  changeConversation(context.store, roomId, (known) => removeOutgoing(known, clientId))
}

/** What each session is sending, by conversation, and whether to look once more afterwards. */
const flushing = new WeakMap<Session, Map<RoomId, { again: boolean }>>()

/** Sends everything that waits. Conversations do not wait for each other. */
export async function flushOutbox(context: ActionContext, session: Session): Promise<void> {
  const { conversations } = context.store.getState()
  await Promise.all(
    [...conversations.values()]
      .filter(isWaiting)
      .map(({ roomId }) => flushConversation(context, session, roomId)),
  )
}

/** Sends what waits in one conversation, one after the other to keep their order. */
async function flushConversation(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
): Promise<void> {
  const flushes = flushing.get(session) ?? new Map<RoomId, { again: boolean }>()
  flushing.set(session, flushes)
  const running = flushes.get(roomId)
  if (running) {
    running.again = true
    return
  }
  const flush = { again: true }
  flushes.set(roomId, flush)
  try {
    while (flush.again) {
      flush.again = false
      while (await sendNext(context, session, roomId));
    }
  } finally {
    flushes.delete(roomId)
  }
}

/** @returns whether there may be more to send now */
async function sendNext(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
): Promise<boolean> {
  if (!session.isFollowing || !isCurrent(context, session)) return false
  const next = waitingIn(context.store.getState().conversations.get(roomId))[0]
  if (!next) return false
  for (let attempt = 1; ; attempt += 1) {
    const { clientId, text, replyTo } = next
    const sent = await session.connection.call('chat:message', {
      roomId,
      text,
      clientId,
      ...(replyTo && { replyTo: replyTo.id }),
    })
    if (!isCurrent(context, session)) return false
    if (sent.ok) {
      changeConversation(context.store, roomId, (known) => applyChange(known, sent.value.message))
      noteArrival(context, sent.value.message)
      return true
    }
    const { code, message, retryAfter = 1_000 } = sent.error
    // Stays pending: coming back sends it.
    if (code === 'offline') return false
    if (code === 'rate-limited') {
      await pause(retryAfter)
    } else if (code !== 'timeout' || attempt >= ATTEMPTS_WITHOUT_ANSWER) {
      changeConversation(context.store, roomId, (known) =>
        setOutgoingState(known, clientId, { phase: 'failed', reason: asSentence(message) }),
      )
      return true
    }
  }
}

const isWaiting = (conversation: Conversation): boolean => waitingIn(conversation).length > 0

const waitingIn = (conversation: Conversation | undefined): readonly OutgoingMessage[] =>
  (conversation?.outgoing ?? []).filter(({ state }) => state.phase === 'sending')
