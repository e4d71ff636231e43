import { createEmitter } from '#shared/lib/emitter.ts'
import type { NotificationPermission } from '#shared/ipc/notifications.ts'
import type { Platform } from './platform.ts'

const STATES: Readonly<Record<string, NotificationPermission>> = {
  granted: 'granted',
  denied: 'denied',
  default: 'undecided',
}

/** The browser's own notifications. They exist in secure contexts only, and not in every browser. */
export function createBrowserNotifications(
  window: Window & { readonly Notification?: typeof Notification },
): Platform['notifications'] {
  const Note = window.isSecureContext ? window.Notification : undefined
  const clicks = createEmitter<{ click: string }>()
  const stateOf = (permission: string | undefined): NotificationPermission =>
    STATES[permission ?? ''] ?? 'unsupported'
  return {
    permission: () => stateOf(Note?.permission),
    request: async () => stateOf(await Note?.requestPermission()),
    show({ tag, title, body }) {
      if (!Note) return
      try {
        const note = new Note(title, { tag, body })
        note.addEventListener('click', () => {
          window.focus()
          note.close()
          clicks.emit('click', tag)
        })
      } catch {
        // Some browsers on phones have the class and refuse its constructor.
      }
    },
    onClick: (listener) => clicks.on('click', listener),
  }
}
