import { clientIdSchema, type ClientId, type RoomId } from '#shared/domain/ids.ts'
import { messageTextSchema } from '#shared/domain/messages.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { applyChange } from '../state/changes.ts'
import { findMessage, type OutgoingMessage } from '../state/conversation.ts'
import { addOutgoing, removeOutgoing, setOutgoingState } from '../state/outgoing.ts'
import { forgetNew, markRead } from '../state/reading.ts'
import { changeConversation } from '../state/store.ts'
import { quoteOf } from '../state/timeline.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext, Session } from './context.ts'
import { isCurrent } from './session.ts'
import { pause } from './pause.ts'
import { forgetTyping } from './typing.ts'

/** A server that stays silent this often for one message is not going to answer. */
const ATTEMPTS_WITHOUT_ANSWER = 3

/** How long leaving a room may wait for messages on their way, in milliseconds. */
const SETTLE_MS = 2_000

/**
 * Shows a text at once and sends it as soon as that is possible.
 * @returns why it cannot be sent at all, as a sentence
 */
export function sendMessage(context: ActionContext, text: string): Result<null, string> {
  const { store, current } = context
  const roomId = store.getState().openRoom
  const parsed = messageTextSchema.safeParse(text)
  if (!parsed.success)
    return fail(asSentence(parsed.error.issues[0]?.message ?? 'This cannot be sent'))
  if (roomId === null || !current.session) return fail('Open a room first.')
  const conversation = store.getState().conversations.get(roomId)
  const answered = conversation?.replyingTo && findMessage(conversation, conversation.replyingTo)
  const message: OutgoingMessage = {
    clientId: clientIdSchema.parse(context.newUuid()),
    text: parsed.data,
    createdAt: context.now(),
    replyTo: answered ? quoteOf(answered) : null,
    state: { phase: 'sending' },
  }
  changeConversation(store, roomId, (known) => ({
    // Whoever answers has read.
    ...addOutgoing(forgetNew(markRead(known)), message),
    replyingTo: null,
  }))
  forgetTyping(context)
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

/** Sessions whose outbox is being emptied, and whether to look once more afterwards. */
const flushing = new WeakMap<Session, { again: boolean }>()

/** Sends what waits in the room that the session is in, one after the other to keep their order. */
export async function flushOutbox(context: ActionContext, session: Session): Promise<void> {
  const running = flushing.get(session)
  if (running) {
    running.again = true
    return
  }
  const flush = { again: true }
  flushing.set(session, flush)
  try {
    while (flush.again) {
      flush.again = false
      while (await sendNext(context, session));
    }
  } finally {
    flushing.delete(session)
  }
}

/** @returns whether there may be more to send now */
async function sendNext(context: ActionContext, session: Session): Promise<boolean> {
  const { room: roomId } = session
  if (roomId === null || !isCurrent(context, session)) return false
  const next = waitingIn(context, roomId)[0]
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
      return true
    }
    const { code, message, retryAfter = 1_000 } = sent.error
    // Stays pending: the next (re)join of the room sends it.
    if (code === 'offline') return false
    if (code === 'rate-limited') {
      await pause(retryAfter)
      if (session.room !== roomId) return true
    } else if (code !== 'timeout' || attempt >= ATTEMPTS_WITHOUT_ANSWER) {
      changeConversation(context.store, roomId, (known) =>
        setOutgoingState(known, clientId, { phase: 'failed', reason: asSentence(message) }),
      )
      return true
    }
  }
}

/**
 * Gives messages on their way a moment before their room is left, because the server takes a
 * message only for the room that its author is in. What is left over is marked, not lost.
 */
export async function settleOutbox(context: ActionContext, roomId: RoomId): Promise<void> {
  const until = context.now() + SETTLE_MS
  const isOnline = (): boolean => context.store.getState().link.phase === 'online'
  while (waitingIn(context, roomId).length > 0 && isOnline() && context.now() < until) {
    await pause(20)
  }
  for (const { clientId } of waitingIn(context, roomId)) {
    changeConversation(context.store, roomId, (known) =>
      setOutgoingState(known, clientId, {
        phase: 'failed',
        reason: 'Not sent: you moved to another room first.',
      }),
    )
  }
}

const waitingIn = (context: ActionContext, roomId: RoomId): readonly OutgoingMessage[] =>
  (context.store.getState().conversations.get(roomId)?.outgoing ?? []).filter(
    ({ state }) => state.phase === 'sending',
  )
