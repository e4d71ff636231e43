import type { Page } from '@playwright/test'
import type { ParleyBridge } from '#shared/ipc/contract.ts'
import type { CallId } from '#shared/domain/ids.ts'
import type { RingAnswer } from '#shared/ipc/ringing.ts'
import {
  answerIn,
  callWindowFrom,
  expectNoCallWindow,
  hideWindows,
} from '../support/e2e/app-windows.ts'
import { FAKE_DEVICES, type AppOfTest } from '../support/e2e/apps.ts'
import { giveEar, loudness } from '../support/e2e/fake-microphone.ts'
import { keyboard } from '../support/e2e/keyboard.ts'
import { expect, test } from '../support/e2e/test.ts'
import { watchTray } from '../support/e2e/tray.ts'
import { PATIENCE } from '../support/e2e/voice.ts'

/** The first note of the ring, in Hertz. */
const RING_HZ = 659
const HEARD_DB = -45

const callId = '11111111-1111-4111-8111-111111111111' as CallId
const CALL = { callId, from: 'Anna Kim', others: [] as string[] }

interface TestPage {
  readonly parley: ParleyBridge
  readonly parleyHeardOfCalls: unknown[]
}

let desktop: AppOfTest

test.beforeEach(async ({ apps }) => {
  desktop = await apps.open({ switches: [FAKE_DEVICES] })
  await giveEar(desktop.app.context())
  await listen()
})

/** What comes back from the app, as the page hears it. */
const listen = (): Promise<void> =>
  desktop.page.evaluate(() => {
    const { parley } = globalThis as unknown as TestPage
    const parleyHeardOfCalls: unknown[] = []
    Object.assign(globalThis, { parleyHeardOfCalls })
    parley.on('ringing:answered', (answer) => parleyHeardOfCalls.push(answer))
    parley.on('ringing:command', (command) => parleyHeardOfCalls.push(command))
  })

const expectHeard = (...heard: readonly (RingAnswer | string)[]) =>
  expect
    .poll(
      () => desktop.page.evaluate(() => (globalThis as unknown as TestPage).parleyHeardOfCalls),
      PATIENCE,
    )
    .toEqual(heard)

/** As the page asks for it; null ends it. */
const ring = (call: typeof CALL | null) =>
  desktop.page.evaluate(
    (asked) => (globalThis as unknown as TestPage).parley.request('ringing:ring', { call: asked }),
    call,
  )

const callWindow = (name = 'Anna Kim'): Promise<Page> => callWindowFrom(desktop, name)

/** Whether each window is on the screen, by the page in it. */
const visible = () =>
  desktop.app.evaluate(({ BrowserWindow }) =>
    Object.fromEntries(
      BrowserWindow.getAllWindows().map((window) => [
        new URL(window.webContents.getURL()).pathname,
        {
          isVisible: window.isVisible(),
          isOnTop: window.isAlwaysOnTop(),
          isFocused: window.isFocused(),
        },
      ]),
    ),
  )

/** The window goes with this key, often before the driver has heard that it was pressed. */
const pressLast = (page: Page, key: string): Promise<void> =>
  page.keyboard.press(key).catch(() => undefined)

const expectRingHeard = (page: Page) =>
  expect.poll(() => loudness(page, RING_HZ), PATIENCE).toBeGreaterThan(HEARD_DB)

test('a call rings while the window is hidden, and Accept comes back to the page', async () => {
  await hideWindows(desktop)
  const call = { ...CALL, others: ['Ben', 'Cem'] }
  expect(await ring(call)).toEqual({ ok: true, value: null })
  const window = await callWindow()
  await expect(window.getByText('is calling, with Ben and Cem')).toBeVisible()
  await expect
    .poll(async () => (await visible())['/call-window.html'])
    .toEqual({ isVisible: true, isOnTop: true, isFocused: false })
  expect((await visible())['/index.html']?.isVisible).toBe(false)
  await expectRingHeard(window)
  await answerIn(window, 'Accept')
  await expectHeard({ callId, kind: 'accept' })
  await expectNoCallWindow(desktop)
  // Whoever accepts wants to talk.
  await expect.poll(async () => (await visible())['/index.html']?.isVisible).toBe(true)
  expect(desktop.consoleErrors).toEqual([])
})

test('who else is there is read to its end, however long the names are', async () => {
  await hideWindows(desktop)
  const others = ['Carol Alexandra Hohe', 'Wolfgang Amadeus Moz', 'Ben', 'Cem']
  await ring({ ...CALL, others })
  const window = await callWindow()
  const words = window.getByText(
    'is calling, with Carol Alexandra Hohe, Wolfgang Amadeus Moz and 2 more',
  )
  await expect(words).toBeVisible()
  const isCut = (element: Element): boolean =>
    element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth
  expect(await words.evaluate(isCut)).toBe(false)
  expect(await window.getByRole('main').evaluate(isCut)).toBe(false)
  await window.getByRole('button', { name: 'Decline with a message' }).click()
  await expect(window.getByRole('textbox', { name: 'Your own words' })).toBeVisible()
  expect(await window.getByRole('main').evaluate(isCut)).toBe(false)
})

test('who is in front of the app sees it in the page alone, until they look elsewhere', async () => {
  const waiting = () => desktop.app.evaluate(({ app }) => app.listenerCount('browser-window-blur'))
  const before = await waiting()
  await desktop.app.evaluate(({ BrowserWindow }) => {
    // There is nobody here who manages windows, and gives one of them the focus.
    for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => true
  })
  await ring(CALL)
  const window = await callWindow()
  await expectRingHeard(window)
  await expect.poll(waiting, PATIENCE).toBe(before + 1)
  expect((await visible())['/call-window.html']?.isVisible).toBe(false)
  await desktop.app.evaluate(({ app }) => void app.emit('browser-window-blur'))
  await expect.poll(async () => (await visible())['/call-window.html']?.isVisible).toBe(true)
  await ring(null)
  await expectNoCallWindow(desktop)
  expect(await waiting()).toBe(before)
})

test('when the page ends the ringing, the window is gone with the answer', async () => {
  await ring(CALL)
  await callWindow()
  const left = await desktop.page.evaluate(async () => {
    const { parley } = globalThis as unknown as TestPage
    return parley.request('ringing:ring', { call: null })
  })
  expect(left.ok).toBe(true)
  expect(await visible()).not.toHaveProperty(['/call-window.html'])
  await expectHeard()
})

test('a call is declined with ready words, with own words, and by keyboard alone', async () => {
  await ring(CALL)
  const first = await callWindow()
  await first.getByRole('button', { name: 'Decline with a message' }).click()
  await answerIn(first, 'In a meeting. Please write to me.')
  await expectHeard({ callId, kind: 'decline', text: 'In a meeting. Please write to me.' })
  await expectNoCallWindow(desktop)

  const other = { ...CALL, callId: '22222222-2222-4222-8222-222222222222' as CallId }
  await ring(other)
  const second = await callWindow()
  // Decline, Accept, Decline with a message.
  for (let step = 0; step < 3; step += 1) await second.keyboard.press('Tab')
  await expect(second.getByRole('button', { name: 'Decline with a message' })).toBeFocused()
  await second.keyboard.press('Enter')
  await second.getByRole('textbox', { name: 'Your own words' }).focus()
  await second.keyboard.type('  In ten minutes? ')
  await pressLast(second, 'Enter')
  await expectHeard(
    { callId, kind: 'decline', text: 'In a meeting. Please write to me.' },
    { callId: other.callId, kind: 'decline', text: 'In ten minutes?' },
  )
})

test('Escape makes it quiet without an answer, and the call goes on', async () => {
  await ring(CALL)
  const window = await callWindow()
  await window.getByRole('button', { name: 'Decline with a message' }).click()
  await window.keyboard.press('Escape')
  await expect(window.getByRole('button', { name: 'Accept' })).toBeVisible()
  await pressLast(window, 'Escape')
  await expectNoCallWindow(desktop)
  await expectHeard()
})

test('keys answer from another program while it rings, and at no other time', async () => {
  test.skip(process.platform !== 'linux', 'The keys are pressed with a program of X')
  const isHeld = () =>
    desktop.app.evaluate(({ globalShortcut }) =>
      ['A', 'D'].map((letter) => globalShortcut.isRegistered(`CommandOrControl+Shift+${letter}`)),
    )
  expect(await isHeld()).toEqual([false, false])
  await hideWindows(desktop)
  await ring(CALL)
  await expect((await callWindow()).getByText('Ctrl+Shift+A accepts')).toBeVisible()
  expect(await isHeld()).toEqual([true, true])
  keyboard.press('ctrl+shift+d')
  await expectHeard({ callId, kind: 'decline', text: null })
  expect(await isHeld()).toEqual([false, false])
})

test('it rings on while the page loads again, and what was chosen meanwhile is told afterwards', async () => {
  await ring(CALL)
  const window = await callWindow()
  await desktop.page.reload()
  await listen()
  await expect(window.getByRole('button', { name: 'Accept' })).toBeVisible()
  await answerIn(window, 'Accept')
  await expectNoCallWindow(desktop)
  await expectHeard()
  await ring(CALL)
  await expectHeard({ callId, kind: 'accept' })
  await expectNoCallWindow(desktop)
})

test('it rings on after the page crashed, and ends when the page says so', async () => {
  await ring(CALL)
  const window = await callWindow()
  const loaded = desktop.app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const main = BrowserWindow.getAllWindows().find((entry) =>
          entry.webContents.getURL().includes('index.html'),
        )
        main?.webContents.once('did-finish-load', () => resolve())
        main?.webContents.forcefullyCrashRenderer()
      }),
  )
  await loaded
  await expectRingHeard(window)
  await expect(window.getByRole('heading', { name: 'Anna Kim' })).toBeVisible()
  // The driver lost its page with the crash; the app's own hands reach the new one.
  await desktop.app.evaluate(({ BrowserWindow }) => {
    const main = BrowserWindow.getAllWindows().find((entry) =>
      entry.webContents.getURL().includes('index.html'),
    )
    return main?.webContents.executeJavaScript(
      "parley.request('ringing:ring', { call: null }).then(() => null)",
    )
  })
  await expect.poll(async () => Object.keys(await visible())).toEqual(['/index.html'])
})

test('in quiet hours no window opens and nothing is heard', async () => {
  await desktop.page.evaluate(() =>
    (globalThis as unknown as TestPage).parley.request('settings:update', {
      quietHours: { from: '00:00', to: '00:00' },
    }),
  )
  await ring(CALL)
  // The same call outside of quiet hours shows that it would have been there.
  expect(Object.keys(await visible())).toEqual(['/index.html'])
  await desktop.page.evaluate(() =>
    (globalThis as unknown as TestPage).parley.request('settings:update', { quietHours: null }),
  )
  expect(Object.keys(await visible())).toEqual(['/index.html'])
  await ring(null)
  await ring(CALL)
  await callWindow()
})

test('the tray answers, mutes and hangs up', async () => {
  const { labels, click } = await watchTray(desktop)
  const show = (call: { readonly isMuted: boolean; readonly isSharing: boolean }) =>
    desktop.page.evaluate(
      (told) =>
        (globalThis as unknown as TestPage).parley.request('ringing:show', {
          call: { with: 'Bob', phase: 'connected', since: Date.now() - 61_000, ...told },
        }),
      call,
    )

  await ring(CALL)
  await expect.poll(labels).toContain('Anna Kim is calling')
  await click('Accept')
  await expectHeard({ callId, kind: 'accept' })
  await expect.poll(labels).toEqual(['Open Parley', '', 'Quit Parley'])
  await show({ isMuted: false, isSharing: false })
  expect((await labels()).slice(0, 3)).toEqual(['In a call with Bob, 1 min', 'Mute', 'Hang up'])
  await click('Mute')
  await show({ isMuted: true, isSharing: false })
  expect(await labels()).toContain('Unmute')
  await show({ isMuted: true, isSharing: true })
  await click('Stop sharing your screen')
  await click('Hang up')
  await expectHeard({ callId, kind: 'accept' }, 'toggle-mute', 'stop-sharing', 'hang-up')
})

test('Test ring says of each layer what came of it', async () => {
  const { page } = desktop
  await page.keyboard.press('Control+Comma')
  await page.getByRole('button', { name: 'Test ring' }).click()
  const window = await callWindow('Test ring')
  await expectRingHeard(window)
  const results = page.getByRole('list', { name: 'What came of the test' }).getByRole('listitem')
  const result = (layer: string) => results.filter({ hasText: `${layer}:` })
  await expect(result('Sound')).toContainText(
    'It rang on what your system uses, at 100 %.',
    PATIENCE,
  )
  await expect(result('Call window')).toContainText('was shown above all others')
  for (const layer of ['Notification', 'Taskbar', 'Keys', 'Tray'])
    await expect(result(layer)).toBeVisible()
  await expectNoCallWindow(desktop)

  // A ring that is not loud is one that nobody hears, and the test says so.
  await page.getByRole('slider', { name: 'Volume of the ring' }).fill('0')
  await page.getByRole('button', { name: 'Test ring' }).click()
  await expect(result('Sound')).toContainText('The volume of the ring is 0 %.', PATIENCE)
  await expect(result('Sound').getByRole('img', { name: 'Refused' })).toBeVisible()
  await expectHeard()
  expect(desktop.consoleErrors).toEqual([])
})

test('it rings on the chosen device, found by its name, and on another one when that is gone', async () => {
  const { page } = desktop
  const ringsOn = async (label: string): Promise<string> => {
    const [sound] = await page.evaluate(async (name) => {
      const { parley } = globalThis as unknown as TestPage
      await parley.request('settings:update', {
        ringDevice: { id: 'of an earlier time', label: name },
      })
      const outcome = await parley.request('ringing:test', null)
      return outcome.ok ? outcome.value : []
    }, label)
    return `${sound?.layer}, ${sound?.ok ? 'ok' : 'refused'}: ${sound?.detail}`
  }
  const speaker = await page.evaluate(async () => {
    const devices = await navigator.mediaDevices.enumerateDevices()
    const speakers = devices.filter(
      ({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== 'default',
    )
    return speakers.at(-1)?.label ?? ''
  })
  expect(speaker).not.toBe('')
  expect(await ringsOn(speaker)).toBe(`Sound, ok: It rang on ${speaker}, at 100 %.`)
  expect(await ringsOn('Headset')).toBe(
    'Sound, refused: Headset is not there, so that it rang on what your system uses.',
  )
})

test('what is malformed, or comes from the wrong window, is refused', async () => {
  const answers = await desktop.page.evaluate(async () => {
    const { parley } = globalThis as unknown as {
      parley: { request(name: string, input: unknown): Promise<{ ok: boolean }> }
    }
    const attempts: readonly (readonly [string, unknown])[] = [
      ['ringing:ring', { call: { callId: 'not an id', from: 'Anna' } }],
      ['ringing:ring', { call: { callId: '11111111-1111-4111-8111-111111111111', from: ' ' } }],
      ['ringing:ring', null],
      [
        'ringing:show',
        { call: { with: 'Bob', phase: 'ended', since: null, isMuted: false, isSharing: false } },
      ],
    ]
    const outcomes = []
    for (const attempt of attempts) outcomes.push(await parley.request(...attempt))
    return outcomes.map(({ ok }) => ok)
  })
  expect(answers).toEqual([false, false, false, false])
  expect(Object.keys(await visible())).toEqual(['/index.html'])

  await ring(CALL)
  const window = await callWindow()
  const outcomes = await window.evaluate(async () => {
    const page = globalThis as unknown as {
      parley?: unknown
      parleyCall: { request(name: string, input: unknown): Promise<{ ok: boolean }> }
    }
    const refused = await page.parleyCall.request('answer', { callId: 'x', kind: 'accept' })
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'given',
      () => 'refused',
    )
    const reached = await fetch('/index.html').then(
      () => 'reached',
      () => 'refused',
    )
    return { refused: refused.ok, microphone, reached, bridge: typeof page.parley }
  })
  expect(outcomes).toEqual({
    ...{ refused: false, microphone: 'refused', reached: 'refused', bridge: 'undefined' },
  })
})

test('closing the window asks once, and keeps the app running where that is wanted', async () => {
  // Nothing minimises a window where no window manager runs, so that the wish is what is looked at.
  await desktop.app.evaluate(({ BrowserWindow, dialog }) => {
    const seen: string[] = []
    Object.assign(globalThis, { parleySeen: seen })
    const [window] = BrowserWindow.getAllWindows()
    if (!window) throw new Error('There is no window')
    window.hide = () => void seen.push('put away')
    window.minimize = () => void seen.push('put away')
    dialog.showMessageBox = ((_window: unknown, options: { message: string }) => {
      seen.push(options.message)
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }) as unknown as typeof dialog.showMessageBox
  })
  const close = () =>
    desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  const seen = () =>
    desktop.app.evaluate(() => (globalThis as unknown as { parleySeen: string[] }).parleySeen)
  await close()
  await expect.poll(seen, PATIENCE).toEqual(['Keep Parley running?', 'put away'])
  const kept = await desktop.page.evaluate(() =>
    (globalThis as unknown as TestPage).parley.request('settings:get', null),
  )
  expect(kept).toMatchObject({ ok: true, value: { keepsRunning: true } })
  await close()
  await expect.poll(seen, PATIENCE).toEqual(['Keep Parley running?', 'put away', 'put away'])
  // The page is still there, so that a call rings.
  await ring(CALL)
  await answerIn(await callWindow(), 'Accept')
  await expectHeard({ callId, kind: 'accept' })
})

test('whoever would rather quit is not asked again, and the app ends with its window', async ({
  apps,
}) => {
  const ended = new Promise((resolve) => desktop.app.process().once('exit', resolve))
  await desktop.app
    .evaluate(({ BrowserWindow, dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
      BrowserWindow.getAllWindows()[0]?.close()
    })
    // The answer may be lost with the app.
    .catch(() => undefined)
  await ended
  desktop = await apps.open({ userData: desktop.userData })
  const kept = await desktop.page.evaluate(() =>
    (globalThis as unknown as TestPage).parley.request('settings:get', null),
  )
  expect(kept).toMatchObject({ ok: true, value: { keepsRunning: false } })
})
