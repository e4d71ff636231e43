import type { RoomId } from '#shared/domain/ids.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { openPart } from '../state/paging.ts'
import { changeConversation } from '../state/store.ts'
import { asSentence } from './as-sentence.ts'
import { fillGap } from './catch-up.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'
import { openConversation } from './open-conversation.ts'
import { isCurrent } from './session.ts'

/**
 * Opens the conversation at the message with this number, wherever it is and however old it is.
 * @returns whether it is there; if not, a notice said why
 */
export async function jumpTo(
  context: ActionContext,
  roomId: RoomId,
  seq: number,
): Promise<boolean> {
  const { store } = context
  await openConversation(context, roomId)
  if (store.getState().openRoom !== roomId) return false
  const isIt = (message: StoredMessageWire): boolean => message.seq === seq
  return showFound(
    context,
    roomId,
    find(context, roomId, isIt) ?? (await fetchPart(context, { roomId, seq, isIt })),
  )
}

/** Goes to where what is new begins, however far back that is. */
export async function jumpToNew(context: ActionContext, roomId: RoomId): Promise<boolean> {
  const newAfterSeq = context.store.getState().conversations.get(roomId)?.newAfterSeq ?? null
  if (newAfterSeq === null) return false
  // Not every number is that of a message.
  const isIt = (message: StoredMessageWire): boolean => message.seq > newAfterSeq
  return showFound(
    context,
    roomId,
    await fetchPart(context, { roomId, seq: newAfterSeq + 1, isIt }),
  )
}

function showFound(
  { store, now }: ActionContext,
  roomId: RoomId,
  message: StoredMessageWire | undefined,
): boolean {
  if (message) store.setState({ jump: { roomId, messageId: message.id, at: now() } })
  return message !== undefined
}

/** The list did what it was asked for. */
export const endJump = ({ store }: ActionContext): void => store.setState({ jump: null })

const find = (
  { store }: ActionContext,
  roomId: RoomId,
  isIt: (message: StoredMessageWire) => boolean,
): StoredMessageWire | undefined => store.getState().conversations.get(roomId)?.messages.find(isIt)

/** Reads the part of the conversation around a message that is not here. */
async function fetchPart(
  context: ActionContext,
  about: {
    readonly roomId: RoomId
    readonly seq: number
    readonly isIt: (message: StoredMessageWire) => boolean
  },
): Promise<StoredMessageWire | undefined> {
  const { roomId, seq, isIt } = about
  const { store, current } = context
  const { session } = current
  if (!session) return undefined
  const heardSeq = store.getState().conversations.get(roomId)?.heardSeq ?? 0
  const page = await session.connection.call('chat:history', { roomId, around: seq })
  if (!isCurrent(context, session) || store.getState().openRoom !== roomId) return undefined
  if (!page.ok) {
    showNotice(
      context,
      `That message cannot be shown. ${asSentence(page.error.message)}`,
      'problem',
    )
    return undefined
  }
  if (!page.value.messages.some(isIt)) {
    showNotice(context, 'That message is not there any more.')
    return undefined
  }
  changeConversation(store, roomId, (known) => openPart(known, page.value, heardSeq))
  await fillGap(context, session, roomId)
  return find(context, roomId, isIt)
}
