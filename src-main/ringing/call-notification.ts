import type { Notification, NotificationConstructorOptions } from 'electron'
import { withOthers } from '#shared/domain/names-in-short.ts'
import type { RingWay } from './ring-layer.ts'

type Note = Pick<Notification, 'show' | 'close'> & {
  on(event: 'show' | 'click', listener: () => void): unknown
  on(event: 'failed', listener: (event: unknown, error: string) => void): unknown
  on(event: 'action', listener: (event: unknown, index: number) => void): unknown
}

export interface NotificationSystem {
  readonly platform: NodeJS.Platform
  readonly isSupported: () => boolean
  readonly create: (options: NotificationConstructorOptions) => Note
}

/** Linux knows no buttons; there the call window and the tray answer. */
const HAS_ACTIONS: ReadonlySet<NodeJS.Platform> = new Set(['darwin', 'win32'])

/**
 * The notification of the system. It stays until the call is over, and says no more than who calls; in
 * quiet hours it is all there is, so that it stays for whoever looks afterwards.
 */
export function createCallNotification(system: NotificationSystem): RingWay {
  let note: Note | null = null
  let isLeft = false
  let outcome: 'asked' | 'shown' | { readonly failure: string } = 'asked'
  return {
    start({ call, isQuiet, answer, open }) {
      outcome = 'asked'
      isLeft = isQuiet
      if (!system.isSupported()) return
      const shown = system.create({
        title: call.from,
        body: withOthers(isQuiet ? 'Called you in your quiet hours' : 'Incoming call', call.others),
        // The call window rings; this would be a second sound.
        silent: true,
        timeoutType: isQuiet ? 'default' : 'never',
        urgency: 'critical',
        ...(HAS_ACTIONS.has(system.platform) && {
          actions: [
            { type: 'button', text: 'Accept' },
            { type: 'button', text: 'Decline' },
          ],
        }),
      })
      note = shown
      shown.on('show', () => {
        outcome = 'shown'
      })
      shown.on('failed', (_event, failure) => {
        outcome = { failure }
      })
      shown.on('click', open)
      shown.on('action', (_event, index) =>
        answer(index === 0 ? { kind: 'accept' } : { kind: 'decline', text: null }),
      )
      shown.show()
    },
    stop() {
      if (isLeft) return
      note?.close()
      note = null
    },
    report() {
      const layer = 'Notification'
      if (note === null)
        return [{ layer, ok: false, detail: 'This system shows no notifications of programs.' }]
      if (outcome === 'shown')
        return [{ layer, ok: true, detail: 'The system took the notification.' }]
      const failure = outcome === 'asked' ? '' : outcome.failure.slice(0, 200)
      const reason = failure === '' ? 'it did not say why' : failure
      return [
        {
          layer,
          ok: false,
          detail: `The system did not show the notification: ${reason}. Look whether notifications of Parley are allowed, and whether “do not disturb” is on.`,
        },
      ]
    },
  }
}
