import { expect, test, type Page } from '@playwright/test'
import { startBuiltServer, type BuiltServer } from '../support/e2e/built-server.ts'
import { directs, lineOf, openDirect } from '../support/e2e/conversations.ts'
import { launchApp, type DesktopApp } from '../support/e2e/desktop-app.ts'
import { ParleyPage } from '../support/e2e/parley-page.ts'
import { freePort } from '../support/free-port.ts'
import { createTempFolder, type TempFolder } from '../support/temp-folder.ts'

let folders: TempFolder[] = []
let apps: DesktopApp[] = []
let server: BuiltServer
let port: number
let dataFolder: string

function newFolder(what: string): string {
  const folder = createTempFolder(what)
  folders.push(folder)
  return folder.path
}

async function openApp(userData = newFolder('profile')) {
  const app = await launchApp({ userData })
  apps.push(app)
  return { app, parley: new ParleyPage(app.page), userData }
}

/** Spares the wait until the next attempt; it may have come by itself meanwhile. */
const tryNow = (page: Page): Promise<void> =>
  page
    .getByRole('button', { name: 'Try now' })
    .click({ timeout: 3_000 })
    .catch(() => undefined)

test.beforeEach(async () => {
  port = await freePort()
  dataFolder = newFolder('server')
  server = await startBuiltServer({ dataFolder, port })
})

test.afterEach(async () => {
  for (const app of apps.toReversed()) await app.close()
  await server.stop()
  for (const folder of folders) folder.remove()
  apps = []
  folders = []
})

test('a notification tells of a direct message, and a click on it opens the conversation', async () => {
  const { app: annasApp, parley: anna } = await openApp()
  await anna.joinByAddress('Anna Kim', `127.0.0.1:${port}`)
  const { parley: bob } = await openApp()
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)
  await expect(anna.people.getByText('Bob')).toBeVisible()

  // What the system would show is caught, because nobody looks at this screen.
  await annasApp.app.evaluate(({ Notification }) => {
    const shown: Electron.Notification[] = []
    Object.assign(globalThis, { shown })
    Notification.isSupported = () => true
    Notification.prototype.show = function (this: Electron.Notification) {
      shown.push(this)
    }
  })
  await openDirect(bob, 'Anna Kim')
  await bob.say('Are you **there**?')
  const shown = () =>
    annasApp.app.evaluate(() =>
      (globalThis as unknown as { shown: Electron.Notification[] }).shown.map(
        ({ title, body }) => ({ title, body }),
      ),
    )
  await expect.poll(shown).toEqual([{ title: 'Bob', body: 'Are you there?' }])
  await annasApp.app.evaluate(() => {
    const [first] = (globalThis as unknown as { shown: Electron.Notification[] }).shown
    first?.emit('click')
  })
  await anna.expectInRoom('Bob')
  await anna.expectMessage('Are you there?')
})

test('a server that is away can be read as it was, and what is written is sent once it is back', async () => {
  const first = await openApp()
  const anna = first.parley
  await anna.joinByAddress('Anna Kim', `127.0.0.1:${port}`)
  const { parley: bob } = await openApp()
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)
  await anna.say('Said in the room')
  await bob.expectMessage('Said in the room')
  await openDirect(bob, 'Anna Kim')
  await bob.say('Said between us')
  await directs(anna).getByRole('button', { name: /Bob/ }).click()
  await anna.expectMessage('Said between us')
  await anna.openRoom('General')
  await first.app.close()
  apps = apps.filter((app) => app !== first.app)
  // A server that says goodbye is not expected back; one that is cut off is.
  await server.crash()

  const { parley: again } = await openApp(first.userData)
  await again.page.getByRole('button', { name: 'Join Workshop' }).click()
  await again.expectMessage('Said in the room')
  await directs(again).getByRole('button', { name: /Bob/ }).click()
  await again.expectMessage('Said between us')
  await again.openRoom('General')
  await again.say('Written meanwhile')

  server = await startBuiltServer({ dataFolder, port })
  for (const { page } of [again, bob]) await tryNow(page)
  await bob.openRoom('General')
  await bob.expectMessage('Written meanwhile')
  await again.expectMessage('Written meanwhile')
})

test('a server that is forgotten leaves nothing of what was said', async () => {
  const first = await openApp()
  await first.parley.joinByAddress('Anna Kim', `127.0.0.1:${port}`)
  await first.parley.say('Not to be kept')
  await first.parley.expectMessage('Not to be kept')
  await expect(lineOf(first.parley, 'General')).toBeVisible()
  await first.parley.page.getByRole('button', { name: 'Workshop, menu' }).click()
  await first.parley.page.getByRole('menuitem', { name: 'Leave server' }).click()
  const stored = () => first.app.page.evaluate(() => JSON.stringify({ ...localStorage }))
  await expect.poll(stored).toContain('Not to be kept')
  await first.parley.page.getByRole('button', { name: 'Forget Workshop' }).click()
  await expect(first.parley.page.getByRole('button', { name: 'Join Workshop' })).toHaveCount(0)
  await expect.poll(stored).not.toContain('Not to be kept')
})
