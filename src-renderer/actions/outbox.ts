import { clientIdSchema, type BlobId, type ClientId, type RoomId } from '#shared/domain/ids.ts'
import { messageTextSchema } from '#shared/domain/messages.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { applyChange } from '../state/changes.ts'
import type { ReplyValue } from '#shared/protocol/maps.ts'
import { OFFLINE, type CallFailure } from '../client/call-failure.ts'
import { uploadFile } from '../client/upload-file.ts'
import {
  findMessage,
  type Conversation,
  type OutgoingMessage,
  type OutgoingVoice,
} from '../state/conversation.ts'
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

/** A file that did not get through is brought again after this, in milliseconds. */
const ASK_AGAIN_AFTER_MS = 2_000

/**
 * Shows a text at once and sends it as soon as that is possible.
 * @returns why it cannot be sent at all, as a sentence
 */
export function sendMessage(context: ActionContext, text: string): Result<null, string> {
  const { openRoom: roomId, conversations } = context.store.getState()
  if (roomId === null) return fail('Open a conversation first.')
  const conversation = conversations.get(roomId)
  const sent = sendTo(context, roomId, { text, replyTo: answeredIn(conversation) })
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
  const parsed = messageTextSchema.safeParse(text)
  if (!parsed.success)
    return fail(asSentence(parsed.error.issues[0]?.message ?? 'This cannot be sent'))
  const clientId = clientIdSchema.parse(context.newUuid())
  return put(context, roomId, { clientId, text: parsed.data, voice: null, replyTo })
}

/** Puts a recording into a conversation, as the answer to what is being answered there. */
export function sendNoteTo(
  context: ActionContext,
  roomId: RoomId,
  clientId: ClientId,
  voice: OutgoingVoice,
): Result<null, string> {
  const conversation = context.store.getState().conversations.get(roomId)
  const sent = put(context, roomId, {
    ...{ clientId, text: '', voice },
    replyTo: answeredIn(conversation),
  })
  if (!sent.ok) return sent
  changeConversation(context.store, roomId, (known) => ({ ...known, replyingTo: null }))
  return succeed(null)
}

function answeredIn(conversation: Conversation | undefined): OutgoingMessage['replyTo'] {
  const answered = conversation?.replyingTo && findMessage(conversation, conversation.replyingTo)
  return answered ? quoteOf(answered) : null
}

function put(
  context: ActionContext,
  roomId: RoomId,
  what: Omit<OutgoingMessage, 'createdAt' | 'state'>,
): Result<null, string> {
  const { store, current } = context
  if (!current.session) return fail('There is no connection to a server.')
  const message: OutgoingMessage = {
    ...what,
    createdAt: context.now(),
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
  const { outgoing = [] } = context.store.getState().conversations.get(roomId) ?? {}
  const voice = outgoing.find((message) => message.clientId === clientId)?.voice
  if (voice) void context.keptNotes.remove(voice.noteId)
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
    const { clientId, voice } = next
    const sent = await deliver(context, session, roomId, next)
    if (!isCurrent(context, session)) return false
    if (sent.ok) {
      if (voice) void context.keptNotes.remove(voice.noteId)
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

type Delivered = Result<ReplyValue<'chat:message'>, CallFailure>

async function deliver(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
  { clientId, text, voice, replyTo }: OutgoingMessage,
): Promise<Delivered> {
  const where = { roomId, clientId, ...(replyTo && { replyTo: replyTo.id }) }
  if (!voice) return session.connection.call('chat:message', { ...where, text })
  const brought = await bringNote(context, session, voice)
  if (!brought.ok) return brought
  return session.connection.call('chat:send:voice', {
    ...{ ...where, blobId: brought.value },
    ...{ duration: voice.seconds, waveform: [...voice.peaks] },
  })
}

/** The sound goes ahead of the message that refers to it. */
async function bringNote(
  context: ActionContext,
  session: Session,
  { noteId }: OutgoingVoice,
): Promise<Result<BlobId, CallFailure>> {
  const sound = await context.keptNotes.content(noteId)
  if (!sound) {
    return fail({ code: 'not-found', message: 'The recording is not on this device any more' })
  }
  const { server, token } = session
  if (!token) return fail(OFFLINE)
  const brought = await uploadFile(sound, { origin: server.origin, token, fetch: context.fetch })
  if (brought.ok) return brought
  const { sentence: message, isOffline, retryAfter } = brought.error
  if (retryAfter !== null) return fail({ code: 'rate-limited', message, retryAfter })
  if (!isOffline) return fail({ code: 'invalid', message })
  // By then the session knows whether it is cut off as well, and whether this waits for its return.
  await pause(ASK_AGAIN_AFTER_MS)
  return fail(session.isFollowing ? { code: 'timeout', message } : OFFLINE)
}

const isWaiting = (conversation: Conversation): boolean => waitingIn(conversation).length > 0

const waitingIn = (conversation: Conversation | undefined): readonly OutgoingMessage[] =>
  (conversation?.outgoing ?? []).filter(({ state }) => state.phase === 'sending')
