import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readArchiveFile } from '../support/archives.ts'
import type { AppOfTest } from '../support/e2e/apps.ts'
import { expect, test } from '../support/e2e/test.ts'
import { freePort } from '../support/free-port.ts'

let folder: string
let app: AppOfTest

test.beforeEach(async ({ apps, newFolder }) => {
  folder = newFolder('backup')
  app = await apps.open({ userData: join(folder, 'profile'), port: await freePort() })
})

/** What somebody would answer in the system's own windows, which no test can press. */
const answerDialogs = (file: string): Promise<void> =>
  app.app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
  }, file)

test('the host backs up while people talk, and gets everything back', async () => {
  const { page, parley: anna } = app
  const file = join(folder, 'backup.tar')
  await anna.host('Anna Kim')
  await anna.say('Worth keeping')
  await anna.expectMessage('Worth keeping')
  await answerDialogs(file)

  const openPanel = () => page.getByRole('button', { name: /Hosted on this computer/ }).click()
  await openPanel()
  await page.getByRole('button', { name: 'Back up…' }).click()
  await expect(page.getByText('Everything is in backup.tar')).toBeVisible()
  const texts = (await readArchiveFile(file)).records.flatMap((record) =>
    record.kind === 'message' ? [record.text] : [],
  )
  expect(texts).toEqual(['Worth keeping'])
  await page.keyboard.press('Escape')

  await anna.say('Said after the backup')
  await anna.expectMessage('Said after the backup')
  await openPanel()
  await page.getByRole('button', { name: 'Restore…' }).click()
  await expect(page.getByText('The server is as it was in backup.tar')).toBeVisible({
    timeout: 30_000,
  })
  await expect(page.getByRole('heading', { name: /is live/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await anna.expectMessage('Worth keeping')
  await expect(anna.messages.getByText('Said after the backup')).toHaveCount(0)

  await anna.say('Life goes on')
  await anna.expectMessage('Life goes on')
  expect(existsSync(`${file}.new`)).toBe(false)
  expect(app.consoleErrors).toEqual([])
})
