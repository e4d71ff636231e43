import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { applyChange } from '../state/changes.ts'
import type { Deleting } from '../state/editing.ts'
import { changeConversation } from '../state/store.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext } from './context.ts'

/** Asks whether a message of ours is really to go. */
export const askToDelete = ({ store }: ActionContext, roomId: RoomId, messageId: MessageId): void =>
  store.setState({ deleting: { roomId, messageId, isBusy: false, problem: null } })

export const cancelDelete = ({ store }: ActionContext): void => store.setState({ deleting: null })

/** Deletes for everybody; the question stays open with a sentence when it fails. */
export async function confirmDelete(context: ActionContext): Promise<void> {
  const { store, current } = context
  const { deleting } = store.getState()
  if (!deleting || deleting.isBusy) return
  const { roomId, messageId } = deleting
  const update = (next: Deleting | null): void =>
    store.setState((state) => ({
      deleting: state.deleting?.messageId === messageId ? next : state.deleting,
    }))
  update({ ...deleting, isBusy: true, problem: null })
  const deleted = await current.session?.connection.call('chat:delete', { messageId })
  if (!deleted?.ok) {
    const why = asSentence(deleted?.error.message ?? 'There is no connection to the server')
    return update({ ...deleting, problem: `Not deleted. ${why}` })
  }
  changeConversation(store, roomId, (known) => applyChange(known, deleted.value.message))
  update(null)
}
