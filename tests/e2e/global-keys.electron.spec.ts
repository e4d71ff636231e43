import type { ParleyBridge } from '#shared/ipc/contract.ts'
import type { AppOfTest, AppsOfTest } from '../support/e2e/apps.ts'
import { button } from '../support/e2e/conversations.ts'
import { keyboard, mouse } from '../support/e2e/keyboard.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { expect, test } from '../support/e2e/test.ts'
import { freePort } from '../support/free-port.ts'

test.skip(process.platform !== 'linux', 'The keys are pressed with a program of X')

/** Longer than a process takes to start on a slow machine. */
const PATIENCE = { timeout: 60_000 }

let desktop: AppOfTest
let port: number

test.afterEach(() => {
  // A key that stays down would be down in the next test as well.
  for (const key of ['F8', 'F9', 'Control_L', 'm']) keyboard.up(key)
  for (const side of [8, 9]) mouse.up(side)
})

/** A host in voice, with push-to-talk and no key chosen yet. */
async function inVoice(apps: AppsOfTest): Promise<ParleyPage> {
  port = await freePort()
  desktop = await apps.openWithVoice(440, port)
  const anna = desktop.parley
  await anna.host('Anna Kim')
  await button(anna, 'Join voice').click()
  await expectWords(anna, 'Voice connected')
  return anna
}

const expectWords = ({ page }: ParleyPage, words: string) =>
  expect(page.getByRole('region', { name: 'Voice' }).getByText(words)).toBeVisible(PATIENCE)

async function openKeys({ page }: ParleyPage): Promise<void> {
  await page.keyboard.press('Control+Comma')
  await page.getByRole('radio', { name: 'While I hold a key' }).click()
  await page.getByRole('switch', { name: 'Also while another program has the focus' }).click()
}

const closeSettings = async ({ page }: ParleyPage): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

async function choose(person: ParleyPage, label: string, press: () => Promise<void>) {
  await button(person, `Choose the ${label}`).click()
  await expect(button(person, `Press the ${label}`)).toBeVisible()
  await press()
}

const keyOf = ({ page }: ParleyPage, label: string) => page.getByRole('group', { name: label })

async function chooseKeys(person: ParleyPage): Promise<void> {
  await openKeys(person)
  await choose(person, 'Push-to-talk key everywhere', () => person.page.keyboard.press('F8'))
  await expect(keyOf(person, 'Push-to-talk key everywhere')).toContainText('F8')
  await choose(person, 'Mute key everywhere', () => person.page.keyboard.press('Control+M'))
  await expect(keyOf(person, 'Mute key everywhere')).toContainText('Left Ctrl + M')
  await closeSettings(person)
}

/** The processes that hear the keys, as the app itself counts them. */
const listeners = (): Promise<readonly number[]> =>
  desktop.app.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ name }) => name === 'Parley key listener')
      .map(({ pid }) => pid),
  )

const expectListeners = (count: number) =>
  expect.poll(async () => (await listeners()).length, PATIENCE).toBe(count)

/**
 * One that hears the keys, and is none of these. A process that is there may still be loading, and what
 * is pressed before it listens it never hears of.
 */
async function newListener(dead: readonly number[] = []): Promise<number> {
  const hearing = async (): Promise<number | null> => {
    const [pid, ...others] = await listeners()
    if (pid === undefined || others.length > 0 || dead.includes(pid)) return null
    const status = await desktop.page.evaluate(async () => {
      const { parley } = globalThis as unknown as { parley: ParleyBridge }
      return parley.request('keys:status', null)
    })
    return status.ok && status.value.phase === 'listening' ? pid : null
  }
  await expect.poll(hearing, PATIENCE).not.toBeNull()
  return (await hearing()) ?? 0
}

/** Nothing of the app is on the screen any more, so that no key could reach its window. */
async function hideWindow(): Promise<void> {
  await desktop.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide()
  })
  await expect
    .poll(() =>
      desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow() === null),
    )
    .toBe(true)
}

/** The ring around whoever is heard. */
const expectSpeaking = ({ page }: ParleyPage, isSpeaking: boolean) =>
  expect(
    page
      .getByRole('list', { name: 'In voice in General' })
      .locator('[aria-description="Speaking"]'),
  ).toHaveCount(isSpeaking ? 1 : 0, PATIENCE)

test('keys talk and mute while the window is hidden, and nobody listens outside of voice', async ({
  apps,
}) => {
  const anna = await inVoice(apps)
  await expectListeners(0)
  await chooseKeys(anna)
  await expectWords(anna, 'Hold F8 to talk')
  await expectListeners(1)
  await hideWindow()

  keyboard.down('F8')
  await expectWords(anna, 'You are heard')
  await expectSpeaking(anna, true)
  keyboard.up('F8')
  await expectWords(anna, 'Hold F8 to talk')
  await expectSpeaking(anna, false)

  keyboard.press('m')
  keyboard.down('F8')
  await expectWords(anna, 'You are heard')
  keyboard.press('ctrl+m')
  await expectWords(anna, 'Muted')
  keyboard.up('F8')
  keyboard.press('ctrl+m')
  await expectWords(anna, 'Hold F8 to talk')

  await button(anna, 'Leave voice').dispatchEvent('click')
  await expectListeners(0)
  expect(desktop.consoleErrors).toEqual([])
})

test('a mouse button talks, and the same keys cannot be chosen twice', async ({ apps }) => {
  const anna = await inVoice(apps)
  await openKeys(anna)
  await choose(anna, 'Push-to-talk key everywhere', async () => {
    mouse.down(8)
    mouse.up(8)
  })
  await expect(keyOf(anna, 'Push-to-talk key everywhere')).toContainText('Mouse 4')
  await choose(anna, 'Mute key everywhere', () => anna.page.keyboard.press('F9'))
  await choose(anna, 'Deafen key everywhere', () => anna.page.keyboard.press('F9'))
  await expect(keyOf(anna, 'Deafen key everywhere').getByRole('alert')).toHaveText(
    'That is the mute key already. Choose another one.',
  )
  await button(anna, 'Clear the Mute key everywhere').click()
  await expect(keyOf(anna, 'Mute key everywhere')).toContainText('None')
  await closeSettings(anna)
  await expectWords(anna, 'Hold Mouse 4 to talk')
  await hideWindow()
  mouse.down(8)
  await expectWords(anna, 'You are heard')
  mouse.up(8)
  await expectWords(anna, 'Hold Mouse 4 to talk')
})

test('a locked screen and a page that is loaded again end what is held', async ({ apps }) => {
  const anna = await inVoice(apps)
  await chooseKeys(anna)
  await expectWords(anna, 'Hold F8 to talk')
  keyboard.down('F8')
  await expectWords(anna, 'You are heard')
  await desktop.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'))
  await expectWords(anna, 'Hold F8 to talk')
  keyboard.up('F8')
  keyboard.down('F8')
  await expectWords(anna, 'You are heard')
  await anna.page.reload()
  await expectListeners(0)
  keyboard.up('F8')
  // Coming in again is all there is to do: voice comes along.
  await anna.joinByAddress('Anna Kim', `127.0.0.1:${port}`)
  await expectWords(anna, 'Hold F8 to talk')
  await expectListeners(1)
})

test('a listener that keeps dying lets go, and its keys switch from then on', async ({ apps }) => {
  const anna = await inVoice(apps)
  await chooseKeys(anna)
  await expectWords(anna, 'Hold F8 to talk')
  const dead: number[] = []
  let pid = await newListener()
  for (let death = 1; death <= 3; death += 1) {
    keyboard.down('F8')
    await expectWords(anna, 'You are heard')
    dead.push(pid)
    process.kill(pid, 'SIGKILL')
    await expectWords(anna, death < 3 ? 'Hold F8 to talk' : 'Press F8 to talk')
    // It takes a key that is held for none of its own, until it hears the release.
    if (death < 3) pid = await newListener(dead)
    keyboard.up('F8')
  }
  expect(new Set(dead).size).toBe(3)
  await expectListeners(0)
  await hideWindow()
  keyboard.press('F8')
  await expectWords(anna, 'You are heard')
  await expectSpeaking(anna, true)
  keyboard.press('F8')
  await expectWords(anna, 'Press F8 to talk')
  await expectSpeaking(anna, false)
})
