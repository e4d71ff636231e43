import { Notification } from 'electron'
import type { NotificationContent } from '#shared/ipc/notifications.ts'

/** Notifications of the system, one for each tag. */
export interface Notifications {
  show(content: NotificationContent): void
}

/** @param onClick called with the tag of the one that was clicked */
export function createNotifications(onClick: (tag: string) => void): Notifications {
  // Held here, because one that nobody refers to loses its click when it is collected.
  const shown = new Map<string, Notification>()
  return {
    show({ tag, title, body }) {
      if (!Notification.isSupported()) return
      shown.get(tag)?.close()
      const notification = new Notification({ title, body })
      shown.set(tag, notification)
      const forget = (): void => {
        if (shown.get(tag) === notification) shown.delete(tag)
      }
      notification.on('close', forget)
      notification.on('click', () => {
        forget()
        onClick(tag)
      })
      notification.show()
    },
  }
}
