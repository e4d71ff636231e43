import { attachedFiles, chooseFiles, sendFiles } from '../support/e2e/files.ts'
import { photoBy } from '../support/e2e/photo.ts'
import { expect, test } from '../support/e2e/test.ts'
import { freePort } from '../support/free-port.ts'
import { png } from '../support/sounds.ts'

test('a picture is attached in the app and seen in it', async ({ apps }) => {
  const { parley: anna } = await apps.open({ port: await freePort() })
  await anna.host('Anna Kim')
  await chooseFiles(anna, { name: 'sunset.png', mimeType: 'image/png', buffer: png })
  await expect(attachedFiles(anna)).toHaveCount(1)
  await anna.say('Look at this')
  const image = anna.page.getByRole('button', { name: 'Open picture sunset.png' }).locator('img')
  await expect
    .poll(() => image.evaluate((of: HTMLImageElement) => of.naturalWidth), { timeout: 60_000 })
    .toBe(1)
  expect(apps.consoleErrors()).toEqual([])
})

test('a photo is shown by its preview in the app, and opened as it is', async ({ apps }) => {
  const { parley: anna } = await apps.open({ port: await freePort() })
  await anna.host('Anna Kim')
  const buffer = await photoBy(anna.page, 3_000, 2_000)
  await sendFiles(anna, { name: 'photo.jpg', mimeType: 'image/jpeg', buffer })
  const picture = anna.page.getByRole('button', { name: 'Open picture photo.jpg' })
  const sizeOf = (of: HTMLImageElement) => [of.naturalWidth, of.naturalHeight]
  const patience = { timeout: 60_000 }
  await expect.poll(() => picture.locator('img').evaluate(sizeOf), patience).toEqual([640, 960])
  await picture.click()
  const large = anna.page.getByRole('dialog').getByRole('img', { name: 'photo.jpg' })
  await expect.poll(() => large.evaluate(sizeOf), patience).toEqual([2_000, 3_000])
  expect(apps.consoleErrors()).toEqual([])
})
