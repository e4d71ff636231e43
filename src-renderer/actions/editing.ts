import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { messageTextSchema } from '#shared/domain/messages.ts'
import { applyChange } from '../state/changes.ts'
import { findMessage } from '../state/conversation.ts'
import type { Editing } from '../state/editing.ts'
import { changeConversation } from '../state/store.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext } from './context.ts'

/** Opens a message of ours for another text. */
export function startEditing(context: ActionContext, roomId: RoomId, messageId: MessageId): void {
  const { conversations, editing } = context.store.getState()
  const message = findMessage(conversations.get(roomId), messageId)
  if (!message || message.deletedAt !== null || editing?.isSaving) return
  const { text } = message
  context.store.setState({ editing: { roomId, messageId, text, isSaving: false, problem: null } })
}

/** @returns whether there was a message of ours to edit */
export function editLastMessage(context: ActionContext): boolean {
  const { openRoom, conversations, me } = context.store.getState()
  if (openRoom === null) return false
  const last = conversations
    .get(openRoom)
    ?.messages.findLast(
      ({ userId, deletedAt, type }) => userId === me?.id && deletedAt === null && type !== 'call',
    )
  if (last) startEditing(context, openRoom, last.id)
  return last !== undefined
}

export const changeEditing = ({ store }: ActionContext, text: string): void =>
  store.setState(({ editing }) => ({ editing: editing && { ...editing, text, problem: null } }))

export const cancelEditing = ({ store }: ActionContext): void => store.setState({ editing: null })

/** @returns whether the new text is stored, or there was nothing to change */
export async function saveEditing(context: ActionContext): Promise<boolean> {
  const { store, current } = context
  const { editing, conversations } = store.getState()
  if (!editing || editing.isSaving) return false
  const { roomId, messageId } = editing
  const update = (change: Partial<Editing>): void =>
    store.setState((state) => ({
      editing:
        state.editing?.messageId === messageId ? { ...state.editing, ...change } : state.editing,
    }))
  const parsed = messageTextSchema.safeParse(editing.text)
  if (!parsed.success) {
    const isEmpty = editing.text.trim() === ''
    const rule = parsed.error.issues[0]?.message ?? 'This cannot be saved'
    update({
      problem: isEmpty ? 'A message needs some text. You can delete it instead.' : asSentence(rule),
    })
    return false
  }
  if (parsed.data === findMessage(conversations.get(roomId), messageId)?.text) {
    cancelEditing(context)
    return true
  }
  update({ isSaving: true, problem: null })
  const saved = await current.session?.connection.call('chat:edit', {
    messageId,
    text: parsed.data,
  })
  if (!saved?.ok) {
    const why = asSentence(saved?.error.message ?? 'There is no connection to the server')
    update({ isSaving: false, problem: `Not saved. ${why}` })
    return false
  }
  changeConversation(store, roomId, (known) => applyChange(known, saved.value.message))
  if (store.getState().editing?.messageId === messageId) cancelEditing(context)
  return true
}
