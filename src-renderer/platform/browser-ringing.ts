import { withOthers } from '#shared/domain/names-in-short.ts'
import { isQuietAt } from '#shared/domain/quiet-hours.ts'
import { TEST_RING_MS, type IncomingCall, type RingLayer } from '#shared/ipc/ringing.ts'
import type { Settings } from '#shared/ipc/settings.ts'
import { succeed } from '#shared/lib/result.ts'
import { createScope, type Scope } from '#shared/lib/scope.ts'
import type { Ringer } from '../media/ringer.ts'
import { createBlinkingTitle } from './blinking-title.ts'
import type { Ringing } from './platform.ts'

/** The part of a page that is used. */
type Page = Pick<
  Window,
  'focus' | 'addEventListener' | 'removeEventListener' | 'isSecureContext'
> & {
  readonly document: Pick<Document, 'title' | 'hidden' | 'addEventListener' | 'removeEventListener'>
  readonly Notification?: typeof Notification
}

/** What lets a page make sound. */
const GESTURES = ['pointerdown', 'keydown'] as const

/**
 * A tab rings with what a tab has: a sound, if the browser lets it, its title, and a notification while
 * somebody looks elsewhere. Answering is for the page itself, so that a click leads there.
 */
export function createBrowserRinging(
  page: Page,
  deps: {
    readonly settings: () => Settings
    readonly ringer: Ringer
    readonly now: () => Date
  },
): Ringing {
  const { ringer } = deps
  const title = createBlinkingTitle(page.document)
  let ringing: { readonly callId: string; readonly scope: Scope } | null = null
  let note: Notification | null = null
  let trying: Scope | null = null

  function startSound(scope: Scope): void {
    const { ringVolume: volume, ringDevice: device } = deps.settings()
    ringer.start({ volume, device })
    scope.add(() => ringer.stop())
    for (const gesture of GESTURES) {
      page.addEventListener(gesture, ringer.retry)
      scope.add(() => page.removeEventListener(gesture, ringer.retry))
    }
  }

  function start(call: IncomingCall): void {
    const { callId, from } = call
    trying?.close()
    const scope = createScope()
    ringing = { callId, scope }
    const isQuiet = isQuietAt(deps.settings().quietHours, deps.now())
    const callBack = (): void => {
      if (page.document.hidden && note === null) note = showNote(page, call)
    }
    callBack()
    page.document.addEventListener('visibilitychange', callBack)
    scope.add(() => page.document.removeEventListener('visibilitychange', callBack))
    scope.add(() => {
      // In quiet hours it is all there is, and stays for whoever looks afterwards.
      if (!isQuiet) note?.close()
      note = null
    })
    if (isQuiet) return
    startSound(scope)
    title.start(`${from} is calling`)
    scope.add(title.stop)
  }

  async function tryRinging(): Promise<readonly RingLayer[]> {
    if (ringing !== null) return [BUSY]
    trying?.close()
    const scope = createScope()
    trying = scope
    startSound(scope)
    title.start('Test ring')
    scope.add(title.stop)
    await new Promise((resolve) => setTimeout(resolve, TEST_RING_MS))
    const sound: RingLayer = { layer: 'Sound', ...ringer.heard() }
    scope.close()
    return [sound, noteLayer(page), TITLE]
  }

  return {
    async ring(incoming) {
      if (incoming?.callId === ringing?.callId) return succeed(null)
      ringing?.scope.close()
      ringing = null
      if (incoming) start(incoming)
      return succeed(null)
    },
    show: async () => succeed(null),
    onAnswer: () => () => undefined,
    onCommand: () => () => undefined,
    test: async () => succeed(await tryRinging()),
  }
}

function showNote(page: Page, { callId, from, others }: IncomingCall): Notification | null {
  const Note = page.isSecureContext ? page.Notification : undefined
  if (Note?.permission !== 'granted') return null
  try {
    const note = new Note(from, {
      tag: `call ${callId}`,
      body: withOthers('Incoming call', others),
      requireInteraction: true,
    })
    note.addEventListener('click', () => {
      page.focus()
      note.close()
    })
    return note
  } catch {
    // Some browsers on phones have the class and refuse its constructor.
    return null
  }
}

function noteLayer(page: Page): RingLayer {
  const layer = 'Notification'
  const Note = page.isSecureContext ? page.Notification : undefined
  if (!Note)
    return { layer, ok: false, detail: 'This browser shows no notifications for this page.' }
  return Note.permission === 'granted'
    ? { layer, ok: true, detail: 'The browser shows one while you look elsewhere.' }
    : { layer, ok: false, detail: 'The browser was not allowed to show notifications.' }
}

const TITLE: RingLayer = {
  layer: 'Tab',
  ok: true,
  detail: 'The title of the tab blinks. A call window and an icon in the tray need the Parley app.',
}

const BUSY: RingLayer = {
  layer: 'Call',
  ok: false,
  detail: 'Somebody is calling right now. Try it again afterwards.',
}
