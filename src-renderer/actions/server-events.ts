import type { RoomId } from '#shared/domain/ids.ts'
import type { EventPayload } from '#shared/protocol/maps.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { applyChange, applyReactions, missingChanges } from '../state/changes.ts'
import { addNotice, type Conversation } from '../state/conversation.ts'
import { addNewestPage } from '../state/paging.ts'
import { withChanged } from '../state/pins.ts'
import { changeConversation, changeSummary } from '../state/store.ts'
import { withChangedMessage, withNumber } from '../state/summaries.ts'
import { removeTypist } from '../state/typing.ts'
import { noteArrival } from './attention.ts'
import { fillGap } from './catch-up.ts'
import type { ActionContext, Session } from './context.ts'
import { handleNewConversation, handleRoomDeleted, handleUpdated } from './conversation-events.ts'
import { handleMediaChange } from './media-list.ts'
import { handlePeople } from './profiles.ts'
import { handleReceipt } from './receipts.ts'
import { handleTrimmed } from './trimming.ts'
import { handleTyping } from './typing.ts'

/** Writes what the server tells into what is known. */
export function handleServerEvents(context: ActionContext, session: Session): void {
  const { store } = context
  const { connection, scope } = session
  const on: typeof connection.on = (name, listener) => {
    const stop = connection.on(name, listener)
    scope.add(stop)
    return stop
  }
  on('rooms:list', (rooms) => store.setState({ rooms }))
  on('rooms:mine', (privateRooms) => store.setState({ privateRooms }))
  on('room:users', (people) => store.setState({ people }))
  on('room:deleted', (gone) => handleRoomDeleted(context, gone))
  on('room:trimmed', (trimmed) => handleTrimmed(context, trimmed))
  on('conversation:new', (wire) => handleNewConversation(context, wire))
  on('conversation:updated', (told) => handleUpdated(context, told))
  on('people:changed', (people) => handlePeople(context, people))
  on('profile:changed', (me) => store.setState({ me }))
  on('chat:receipt', (receipts) => receipts.forEach((one) => handleReceipt(context, one)))
  on('chat:typing', (told) => handleTyping(context, told))
  on('chat:history', (page) => {
    const roomId = page[0]?.roomId ?? session.entering[0] ?? session.room
    if (roomId) changeConversation(store, roomId, (known) => addNewestPage(known, page))
  })
  on('chat:message', (message) => {
    if (message.type === 'system') handleNotice(context, message)
    else handleMessage(context, session, message)
  })
  on('chat:changed', (message) => handleChanged(context, session, message))
  on('chat:reaction:update', (update) => {
    changeKnown(context, session, update.roomId, (known) => applyReactions(known, update))
    changeSummary(store, update.roomId, (known) => withNumber(known, update.changeSeq))
  })
}

/** Coming and going is for those who look; nobody reads it up later. */
function handleNotice({ store }: ActionContext, notice: EventPayload<'chat:message'>): void {
  if (notice.type !== 'system') return
  const { conversations, openRoom } = store.getState()
  if (notice.roomId !== openRoom && !conversations.has(notice.roomId)) return
  changeConversation(store, notice.roomId, (known) => addNotice(known, notice))
}

function handleMessage(context: ActionContext, session: Session, message: StoredMessageWire): void {
  const { store } = context
  const { roomId, userId } = message
  changeKnown(context, session, roomId, (known) => applyChange(known, message))
  handleMediaChange(context, message)
  if (roomId === store.getState().openRoom) {
    // Whoever said something is not typing it any more.
    store.setState(({ typists }) => ({ typists: removeTypist(typists, userId) }))
  }
  if (session.isFollowing) noteArrival(context, message)
  else session.early.push(message)
}

function handleChanged(context: ActionContext, session: Session, message: StoredMessageWire): void {
  const { store } = context
  const { roomId } = message
  changeKnown(context, session, roomId, (known) => applyChange(known, message))
  changeSummary(store, roomId, (known) => withChangedMessage(known, message))
  handleMediaChange(context, message)
  store.setState(({ pins }) => {
    const after = withChanged(pins.get(roomId), message)
    return after === pins.get(roomId) || !after ? {} : { pins: new Map(pins).set(roomId, after) }
  })
}

/**
 * Applies a numbered change to a conversation that was looked at, and fetches what its number shows
 * to be missing. The others are read when somebody opens them.
 */
function changeKnown(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
  apply: (known: Conversation) => Conversation,
): void {
  const { conversations, openRoom } = context.store.getState()
  if (roomId !== openRoom && !conversations.has(roomId)) return
  changeConversation(context.store, roomId, apply)
  const conversation = context.store.getState().conversations.get(roomId)
  // Until all conversations are followed, coming in asks for everything anyway.
  if (conversation && missingChanges(conversation) > 0 && session.isFollowing) {
    void fillGap(context, session, roomId)
  }
}
