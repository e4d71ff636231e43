import { createServer } from 'node:net'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../support/e2e/test.ts'
import { freePort } from '../support/free-port.ts'

let profile: string

test.beforeEach(({ newFolder }) => {
  profile = newFolder('profile')
})

for (const [kind, content] of [
  ['is not JSON', '{"version": 1, "value": {"name": "An'],
  ['has a wrong shape', '{"version": 1, "value": {"theme": "pink"}}'],
  ['is of a newer Parley', '{"version": 99, "value": {}}'],
]) {
  test(`a settings file that ${kind} is set aside, and said so`, async ({ apps }) => {
    writeFileSync(join(profile, 'settings.json'), content ?? '')
    const desktop = await apps.open({ userData: profile })
    await expect(desktop.page.getByText(/settings\.json could not be used/).first()).toBeVisible()
    const kept = readdirSync(profile).find((name) => name.startsWith('settings.corrupt-'))
    expect(readFileSync(join(profile, kept ?? ''), 'utf8')).toBe(content)
  })
}

test('a damaged database is set aside, and the host is told', async ({ apps }) => {
  const folder = join(profile, 'server')
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'parley.db'),
    'this is not a database, and it is long enough to be read'.repeat(99),
  )
  const desktop = await apps.open({ userData: profile, port: await freePort() })
  const { parley } = desktop
  // It is said for some seconds only, which may be over once somebody has come in.
  const told = expect(desktop.page.getByText(/set aside|kept as/i).first()).toBeVisible()
  await Promise.all([parley.host('Anna Kim'), told])
  expect(readdirSync(folder).some((name) => name.includes('corrupt'))).toBe(true)
})

test('a port in use: another one is taken, and the host is told', async ({ apps }) => {
  const port = await freePort()
  const other = createServer().listen(port, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  try {
    const desktop = await apps.open({ userData: profile, port })
    const { parley } = desktop
    const told = expect(desktop.page.getByText(`Port ${port} is in use`).first()).toBeVisible()
    await Promise.all([parley.host('Anna Kim'), told])
  } finally {
    other.close()
  }
})

test('a bad PORT is refused with one sentence', async ({ apps }) => {
  const saved = process.env['PORT']
  process.env['PORT'] = 'five thousand'
  try {
    const desktop = await apps.open({ userData: profile })
    const { parley } = desktop
    await parley.nameField.fill('Anna Kim')
    await desktop.page.getByRole('button', { name: 'Host a server' }).click()
    await expect(desktop.page.getByText(/PORT/).first()).toBeVisible()
    await expect(desktop.page.getByRole('button', { name: 'Host a server' })).toBeVisible()
  } finally {
    if (saved === undefined) delete process.env['PORT']
    else process.env['PORT'] = saved
  }
})
