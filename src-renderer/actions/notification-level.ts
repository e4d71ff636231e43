import type { NotificationLevel } from '#shared/domain/conversations.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import { summaryOf } from '../state/selectors.ts'
import { changeSummary } from '../state/store.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'

/** Chooses what to be told of: shown at once, undone with a sentence when it fails. */
export async function setNotificationLevel(
  context: ActionContext,
  roomId: RoomId,
  level: NotificationLevel,
): Promise<void> {
  const { store, current } = context
  const before = summaryOf(store.getState(), roomId).notify
  const set = (notify: NotificationLevel): void =>
    changeSummary(store, roomId, (known) => ({ ...known, notify }))
  set(level)
  const kept = await current.session?.connection.call('conversations:notify', { roomId, level })
  if (kept?.ok) return
  set(before)
  const why = asSentence(kept?.error.message ?? 'There is no connection to the server')
  showNotice(context, `Not changed. ${why}`, 'problem')
}
