import { expect, test, type Page } from '@playwright/test'
import { button, openDirect } from '../support/e2e/conversations.ts'
import { launchApp, type DesktopApp } from '../support/e2e/desktop-app.ts'
import { giveVoice } from '../support/e2e/fake-microphone.ts'
import { ParleyPage } from '../support/e2e/parley-page.ts'
import {
  ANNA_HZ,
  BOB_HZ,
  expectHears,
  expectHearsNothingOf,
  PATIENCE,
} from '../support/e2e/voice.ts'
import { freePort } from '../support/free-port.ts'
import { createTempFolder, type TempFolder } from '../support/temp-folder.ts'

let folders: TempFolder[] = []
let apps: DesktopApp[] = []

test.afterEach(async () => {
  for (const app of apps.toReversed()) await app.close()
  for (const folder of folders) folder.remove()
  apps = []
  folders = []
})

/** The app with a voice of its own. Its page is there already, so that it is loaded once more. */
async function openApp(frequency: number, port?: number): Promise<[DesktopApp, ParleyPage]> {
  const folder = createTempFolder('profile')
  folders.push(folder)
  const app = await launchApp({
    userData: folder.path,
    ...(port === undefined ? {} : { port }),
    switches: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  })
  apps.push(app)
  await giveVoice(app.app.context(), frequency)
  await app.page.reload()
  return [app, new ParleyPage(app.page)]
}

const panel = (person: ParleyPage, other: string) =>
  person.page.getByRole('region', { name: `Call with ${other}` })

const callWindowOf = ({ app }: DesktopApp): Page | undefined =>
  app.windows().find((page) => page.url().includes('call-window'))

test('a call rings in the other app while its window is hidden, is accepted there, heard and hung up', async () => {
  const port = await freePort()
  const [, anna] = await openApp(ANNA_HZ, port)
  await anna.host('Anna Kim')
  const [bobsApp, bob] = await openApp(BOB_HZ)
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)
  await bobsApp.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide()
  })

  await openDirect(anna, 'Bob')
  await button(anna, 'Call Bob').click()
  await expect.poll(() => callWindowOf(bobsApp) !== undefined, PATIENCE).toBe(true)
  const window = callWindowOf(bobsApp)
  await expect(window!.getByRole('heading', { name: 'Anna Kim' })).toBeVisible(PATIENCE)
  await window!.getByRole('button', { name: 'Accept' }).click()

  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
  await expect.poll(() => callWindowOf(bobsApp) === undefined, PATIENCE).toBe(true)
  await button(panel(anna, 'Bob'), 'Mute').click()
  await expectHearsNothingOf(bob, ANNA_HZ)
  await button(panel(bob, 'Anna Kim'), 'Hang up').click()
  await expect(panel(anna, 'Bob')).toHaveCount(0)
  await expectHearsNothingOf(anna, BOB_HZ)
  // The same on both sides.
  await openDirect(bob, 'Anna Kim')
  await expect(bob.messages.getByText(/^Call, \d+:\d\d$/)).toBeVisible()
  const words = await bob.messages.getByText(/^Call, \d+:\d\d$/).innerText()
  await expect(anna.messages.getByText(words, { exact: true })).toBeVisible()
  expect(apps.flatMap(({ consoleErrors }) => consoleErrors)).toEqual([])
})

test('whoever quits the app has hung up', async () => {
  const port = await freePort()
  const [, anna] = await openApp(ANNA_HZ, port)
  await anna.host('Anna Kim')
  const [bobsApp, bob] = await openApp(BOB_HZ)
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)
  await openDirect(bob, 'Anna Kim')
  await button(bob, 'Call Anna Kim').click()
  await button(anna.page.getByRole('region', { name: 'Bob calls' }), 'Accept').click()
  await expectHears(anna, BOB_HZ)
  await bobsApp.close()
  await expect(panel(anna, 'Bob')).toHaveCount(0)
  await openDirect(anna, 'Bob')
  // Not "connection lost", which is what it would be after the time that a lost device has.
  await expect(anna.messages.getByText(/^Call, \d+:\d\d$/)).toBeVisible()
})
