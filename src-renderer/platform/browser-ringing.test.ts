import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { callIdSchema } from '#shared/domain/ids.ts'
import { TEST_RING_MS } from '#shared/ipc/ringing.ts'
import { DEFAULT_SETTINGS, type Settings } from '#shared/ipc/settings.ts'
import type { RingSound } from '../media/ringer.ts'
import { createBrowserRinging } from './browser-ringing.ts'

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-03-10T23:00:00') }))
afterEach(() => void vi.useRealTimers())

const CALL = {
  callId: callIdSchema.parse('11111111-1111-4111-8111-111111111111'),
  from: 'Anna',
  others: [],
}
const OTHER = {
  callId: callIdSchema.parse('22222222-2222-4222-8222-222222222222'),
  from: 'Bob',
  others: [],
}

class FakeDocument extends EventTarget {
  title = 'General'
  hidden = false
}

/** A notification as the browser would show it. */
class FakeNote extends EventTarget {
  static permission: NotificationPermission = 'granted'
  static shown: FakeNote[] = []
  isOpen = true
  readonly title: string
  readonly body: string | undefined
  constructor(title: string, options?: NotificationOptions) {
    super()
    this.title = title
    this.body = options?.body
    FakeNote.shown.push(this)
  }
  close(): void {
    this.isOpen = false
  }
}

function setUp(change: Partial<Settings> = {}) {
  const document = new FakeDocument()
  FakeNote.shown = []
  FakeNote.permission = 'granted'
  const started: RingSound[] = []
  let isSounding = false
  let retries = 0
  const page = Object.assign(new EventTarget(), {
    document,
    isSecureContext: true,
    isFocused: false,
    Notification: FakeNote as unknown as typeof Notification,
    focus() {
      page.isFocused = true
    },
  })
  const ringing = createBrowserRinging(page as never, {
    settings: () => ({ ...DEFAULT_SETTINGS, ...change }),
    now: () => new Date(),
    ringer: {
      start(sound) {
        started.push({ volume: sound.volume, device: sound.device })
        isSounding = true
      },
      stop: () => void (isSounding = false),
      retry: () => void (retries += 1),
      heard: () => ({ ok: true, detail: 'It rang.' }),
    },
  })
  return {
    ...{ ringing, page, document, started },
    isSounding: () => isSounding,
    retries: () => retries,
    look: (isAway: boolean) => {
      document.hidden = isAway
      document.dispatchEvent(new Event('visibilitychange'))
    },
  }
}

test('a tab rings as loud and where it was chosen, until the page ends it', async () => {
  const device = { id: 'a', label: 'Speakers' }
  const { ringing, started, isSounding, document } = setUp({ ringVolume: 1.5, ringDevice: device })
  await ringing.ring(CALL)
  expect(started).toEqual([{ volume: 1.5, device }])
  expect(document.title).toBe('Anna is calling')
  await ringing.ring(null)
  expect(isSounding()).toBe(false)
  expect(document.title).toBe('General')
})

test('asking again for the same call does not start it anew; another one takes its place', async () => {
  const { ringing, started, document } = setUp()
  await ringing.ring(CALL)
  await ringing.ring(CALL)
  expect(started).toHaveLength(1)
  await ringing.ring(OTHER)
  expect(started).toHaveLength(2)
  expect(document.title).toBe('Bob is calling')
})

test('what the browser refused is tried again at each click, and no more afterwards', async () => {
  const { ringing, page, retries } = setUp()
  await ringing.ring(CALL)
  page.dispatchEvent(new Event('pointerdown'))
  page.dispatchEvent(new Event('keydown'))
  expect(retries()).toBe(2)
  await ringing.ring(null)
  page.dispatchEvent(new Event('pointerdown'))
  expect(retries()).toBe(2)
})

test('a notification of a call of more than two names the others', async () => {
  const { ringing, look } = setUp()
  look(true)
  await ringing.ring(CALL)
  await ringing.ring({ ...OTHER, others: ['Ben', 'Cem'] })
  expect(FakeNote.shown.map(({ body }) => body)).toEqual([
    'Incoming call',
    'Incoming call, with Ben and Cem',
  ])
})

test('a notification is shown while somebody looks elsewhere, and its click shows the page', async () => {
  const { ringing, page, look } = setUp()
  await ringing.ring(CALL)
  expect(FakeNote.shown).toHaveLength(0)
  look(true)
  look(true)
  expect(FakeNote.shown.map(({ title }) => title)).toEqual(['Anna'])
  FakeNote.shown[0]?.dispatchEvent(new Event('click'))
  expect(page.isFocused).toBe(true)
  await ringing.ring(null)
  look(true)
  expect(FakeNote.shown).toHaveLength(1)
  expect(FakeNote.shown[0]?.isOpen).toBe(false)
})

test('in quiet hours there is a notification that stays, and no sound', async () => {
  const { ringing, started, document, look } = setUp({ quietHours: { from: '22:00', to: '07:00' } })
  look(true)
  await ringing.ring(CALL)
  expect(started).toEqual([])
  expect(document.title).toBe('General')
  await ringing.ring(null)
  expect(FakeNote.shown[0]?.isOpen).toBe(true)
})

test('a test rings for its time and says what a tab can and cannot do', async () => {
  const { ringing, isSounding, document } = setUp()
  FakeNote.permission = 'denied'
  const outcome = ringing.test()
  expect(isSounding()).toBe(true)
  await vi.advanceTimersByTimeAsync(TEST_RING_MS)
  expect(await outcome).toMatchObject({
    ok: true,
    value: [
      { layer: 'Sound', ok: true },
      { layer: 'Notification', ok: false },
      { layer: 'Tab', ok: true },
    ],
  })
  expect(isSounding()).toBe(false)
  expect(document.title).toBe('General')
})

test('a call that comes during a test rings on after it', async () => {
  const { ringing, isSounding, document } = setUp()
  const outcome = ringing.test()
  await ringing.ring(CALL)
  await vi.advanceTimersByTimeAsync(TEST_RING_MS)
  await outcome
  expect(isSounding()).toBe(true)
  expect(document.title).toBe('Anna is calling')
  expect(await ringing.test()).toMatchObject({ ok: true, value: [{ layer: 'Call', ok: false }] })
})
