import { clientIdSchema, type ClientId, type RoomId } from '#shared/domain/ids.ts'
import { messageTextSchema } from '#shared/domain/messages.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { applyChange } from '../state/changes.ts'
import type { ReplyValue, RequestInput } from '#shared/protocol/maps.ts'
import type { CallFailure } from '../client/call-failure.ts'
import { findMessage, type Conversation, type OutgoingMessage } from '../state/conversation.ts'
import { addOutgoing, removeOutgoing, setOutgoingState } from '../state/outgoing.ts'
import { forgetNew } from '../state/reading.ts'
import { changeConversation } from '../state/store.ts'
import { quoteOf } from '../state/timeline.ts'
import { asSentence } from './as-sentence.ts'
import { noteArrival } from './attention.ts'
import { bringMedia, forgetBrought, stopBringing, type Brought } from './bring-media.ts'
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
  const sent = sendTo(context, roomId, { text, replyTo: answeredIn(conversation) })
  if (!sent.ok) return sent
  noteAnswer(context, roomId)
  return succeed(null)
}

/** Whoever answers has read, and sees what they said. */
function noteAnswer(context: ActionContext, roomId: RoomId): void {
  const conversation = context.store.getState().conversations.get(roomId)
  if (!conversation || conversation.isLive) markRead(context, roomId)
  else void goToNewest(context, roomId)
  changeConversation(context.store, roomId, (known) => ({
    ...forgetNew(known),
    replyingTo: null,
  }))
  forgetTyping(context)
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
  return put(context, roomId, { clientId, text: parsed.data, voice: null, files: [], replyTo })
}

/**
 * Puts a recording or files, with words or without, into a conversation, as the answer to what is being
 * answered there.
 * @returns why it cannot be sent at all, as a sentence
 */
export function sendMediaTo(
  context: ActionContext,
  roomId: RoomId,
  what: Pick<OutgoingMessage, 'clientId' | 'text' | 'voice' | 'files'>,
): Result<null, string> {
  const replyTo = answeredIn(context.store.getState().conversations.get(roomId))
  const sent = put(context, roomId, { ...what, replyTo })
  if (sent.ok) noteAnswer(context, roomId)
  return sent
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
  const { session } = context.current
  if (session) stopBringing(session, clientId)
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
    const { clientId } = next
    if (!isStillThere(context, roomId, clientId)) return true
    const sent = await deliver(context, session, roomId, next)
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
      forgetBrought(session, next)
      changeConversation(context.store, roomId, (known) =>
        setOutgoingState(known, clientId, { phase: 'failed', reason: asSentence(message) }),
      )
      return true
    }
  }
}

const isStillThere = ({ store }: ActionContext, roomId: RoomId, id: ClientId): boolean =>
  waitingIn(store.getState().conversations.get(roomId)).some(({ clientId }) => clientId === id)

type Delivered = Result<ReplyValue<'chat:message'>, CallFailure>

async function deliver(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
  message: OutgoingMessage,
): Promise<Delivered> {
  const { clientId, text, voice, files, replyTo } = message
  const where = { roomId, clientId, ...(replyTo && { replyTo: replyTo.id }) }
  if (!voice && files.length === 0) {
    return session.connection.call('chat:message', { ...where, text })
  }
  const brought = await bringMedia(context, session, message)
  if (!brought.ok) return brought
  const blobIds = brought.value
  if (voice) {
    return session.connection.call('chat:send:voice', {
      ...{ ...where, blobId: blobIds.get(voice.noteId), duration: voice.seconds },
      waveform: [...voice.peaks],
    })
  }
  return session.connection.call('chat:send:files', {
    ...{ ...where, text },
    files: files.flatMap((file) => inputOf(file, blobIds)),
  })
}

type FileInput = RequestInput<'chat:send:files'>['files'][number]

function inputOf(
  { fileId, name, width, height, preview }: OutgoingMessage['files'][number],
  brought: Brought,
): readonly FileInput[] {
  const blobId = brought.get(fileId)
  if (blobId === undefined) return []
  const smaller = preview && brought.get(preview.fileId)
  return [
    {
      ...{ blobId, name },
      ...(width !== null && height !== null && { width, height }),
      ...(preview &&
        smaller && { preview: { blobId: smaller, width: preview.width, height: preview.height } }),
    },
  ]
}

const isWaiting = (conversation: Conversation): boolean => waitingIn(conversation).length > 0

const waitingIn = (conversation: Conversation | undefined): readonly OutgoingMessage[] =>
  (conversation?.outgoing ?? []).filter(({ state }) => state.phase === 'sending')
