import { expect, test } from '@playwright/test'
import { launchApp, type DesktopApp } from '../support/e2e/desktop-app.ts'
import { ParleyPage } from '../support/e2e/parley-page.ts'
import { freePort } from '../support/free-port.ts'
import { createTempFolder, type TempFolder } from '../support/temp-folder.ts'
import { png } from '../support/sounds.ts'

let folder: TempFolder
let desktop: DesktopApp | null = null

test.beforeEach(() => {
  folder = createTempFolder('profile')
})
test.afterEach(async () => {
  await desktop?.close()
  desktop = null
  folder.remove()
})

test('a picture is attached in the app and seen in it', async () => {
  desktop = await launchApp({ userData: folder.path, port: await freePort() })
  const anna = new ParleyPage(desktop.page)
  await anna.host('Anna Kim')
  const chooser = anna.page.waitForEvent('filechooser')
  await anna.page.getByRole('button', { name: 'Attach file' }).click()
  const file = { name: 'sunset.png', mimeType: 'image/png', buffer: png }
  await (await chooser).setFiles([file])
  await expect(
    anna.page.getByRole('list', { name: 'Attached files' }).getByRole('listitem'),
  ).toHaveCount(1)
  await anna.say('Look at this')
  const image = anna.page.getByRole('button', { name: 'Open picture sunset.png' }).locator('img')
  await expect
    .poll(() => image.evaluate((of: HTMLImageElement) => of.naturalWidth), { timeout: 60_000 })
    .toBe(1)
  expect(desktop.consoleErrors).toEqual([])
})
