import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { isWorthTelling, previewOf } from '../state/notifying.ts'
import { selectRoom, summaryOf } from '../state/selectors.ts'
import type { ActionContext } from './context.ts'

/** Calls somebody who looks elsewhere, if the message is one that they want to be called for. */
export function notifyOf(context: ActionContext, message: StoredMessageWire): void {
  const { store, platform } = context
  const state = store.getState()
  const { me, notificationPermission } = state
  const { notify, withId } = summaryOf(state, message.roomId)
  if (!me || !isWorthTelling(message, notify, me)) return
  if (notificationPermission === 'undecided' && !platform.memory.hasDeclinedNotifications()) {
    store.setState({ isOfferingNotifications: true })
  }
  if (notificationPermission !== 'granted') return
  const room = withId === null ? selectRoom(state, message.roomId)?.name : undefined
  platform.notifications.show({
    // One for each conversation: the newest replaces the one before.
    tag: message.roomId,
    title: room === undefined ? message.user : `${message.user} in ${room}`,
    body: previewOf(message),
  })
}

/** Asks the system or the browser, now that somebody wants to be called. */
export async function turnOnNotifications({ store, platform }: ActionContext): Promise<void> {
  store.setState({ isOfferingNotifications: false })
  store.setState({ notificationPermission: await platform.notifications.request() })
}

/** Not asked again on this device; the setting stays where it is. */
export function declineNotifications({ store, platform }: ActionContext): void {
  platform.memory.declineNotifications()
  store.setState({ isOfferingNotifications: false })
}
