import { attachedFiles, chooseFiles } from '../support/e2e/files.ts'
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
