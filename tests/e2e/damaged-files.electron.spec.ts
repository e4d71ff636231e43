import { expect, test } from '@playwright/test'
import { createServer } from 'node:net'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchApp, type DesktopApp } from '../support/e2e/desktop-app.ts'
import { ParleyPage } from '../support/e2e/parley-page.ts'
import { freePort } from '../support/free-port.ts'
import { createTempFolder, type TempFolder } from '../support/temp-folder.ts'

let profile: TempFolder
let desktop: DesktopApp | null = null

test.beforeEach(() => {
  profile = createTempFolder('profile')
})

test.afterEach(async () => {
  await desktop?.close()
  desktop = null
  profile.remove()
})

for (const [kind, content] of [
  ['is not JSON', '{"version": 1, "value": {"name": "An'],
  ['has a wrong shape', '{"version": 1, "value": {"theme": "pink"}}'],
  ['is of a newer Parley', '{"version": 99, "value": {}}'],
]) {
  test(`a settings file that ${kind} is set aside, and said so`, async () => {
    writeFileSync(join(profile.path, 'settings.json'), content ?? '')
    desktop = await launchApp({ userData: profile.path })
    await expect(desktop.page.getByText(/settings\.json could not be used/).first()).toBeVisible()
    const kept = readdirSync(profile.path).find((name) => name.startsWith('settings.corrupt-'))
    expect(readFileSync(join(profile.path, kept ?? ''), 'utf8')).toBe(content)
  })
}

test('a damaged database is set aside, and the host is told', async () => {
  const folder = join(profile.path, 'server')
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'parley.db'),
    'this is not a database, and it is long enough to be read'.repeat(99),
  )
  desktop = await launchApp({ userData: profile.path, port: await freePort() })
  const parley = new ParleyPage(desktop.page)
  // It is said for some seconds only, which may be over once somebody has come in.
  const told = expect(desktop.page.getByText(/set aside|kept as/i).first()).toBeVisible()
  await Promise.all([parley.host('Anna Kim'), told])
  expect(readdirSync(folder).some((name) => name.includes('corrupt'))).toBe(true)
})

test('a port in use: another one is taken, and the host is told', async () => {
  const port = await freePort()
  const other = createServer().listen(port, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  try {
    desktop = await launchApp({ userData: profile.path, port })
    const parley = new ParleyPage(desktop.page)
    const told = expect(desktop.page.getByText(`Port ${port} is in use`).first()).toBeVisible()
    await Promise.all([parley.host('Anna Kim'), told])
  } finally {
    other.close()
  }
})

test('a bad PORT is refused with one sentence', async () => {
  const saved = process.env['PORT']
  process.env['PORT'] = 'five thousand'
  try {
    desktop = await launchApp({ userData: profile.path })
    const parley = new ParleyPage(desktop.page)
    await parley.nameField.fill('Anna Kim')
    await desktop.page.getByRole('button', { name: 'Host a server' }).click()
    await expect(desktop.page.getByText(/PORT/).first()).toBeVisible()
    await expect(desktop.page.getByRole('button', { name: 'Host a server' })).toBeVisible()
  } finally {
    if (saved === undefined) delete process.env['PORT']
    else process.env['PORT'] = saved
  }
})
