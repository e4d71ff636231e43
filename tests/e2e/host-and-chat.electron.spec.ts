import type { ParleyBridge } from '#shared/ipc/contract.ts'
import { quitWhenClosed } from '../support/e2e/desktop-app.ts'
import { expect, test } from '../support/e2e/test.ts'
import { freePort } from '../support/free-port.ts'

test('one hosts, another joins by address, and both chat', async ({ apps }) => {
  const port = await freePort()
  const { parley: anna } = await apps.open({ port })
  await anna.host('Anna Kim')

  const { parley: bob } = await apps.open()
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)

  await expect(anna.people.getByText('Bob')).toBeVisible()
  await expect(bob.people.getByText('Anna Kim')).toBeVisible()
  await expect(anna.messages.getByText('Bob joined the room')).toBeVisible()
  await expect(anna.rooms.getByRole('button', { name: /General/ })).toContainText('2')

  await anna.say('Is the laser cutter free?')
  await bob.expectMessage('Is the laser cutter free?')
  await bob.say('From three on.')
  await anna.expectMessage('From three on.')
  await anna.expectMessage('Is the laser cutter free?')

  await bob.openRoom('Music')
  await expect(anna.messages.getByText('Bob left the room')).toBeVisible()
  await expect(anna.rooms.getByRole('button', { name: /Music/ })).toContainText('1')

  expect(apps.consoleErrors()).toEqual([])
})

test('history is still there after the app was closed and hosts again', async ({ apps }) => {
  const port = await freePort()
  const first = await apps.open({ port })
  await first.parley.host('Anna Kim')
  await first.parley.say('Remember me')
  await first.parley.expectMessage('Remember me')
  await first.close()

  const second = await apps.open({ userData: first.userData, port })
  await expect(second.parley.nameField).toHaveValue('Anna Kim')
  await second.parley.page.getByRole('button', { name: 'Host a server' }).click()
  await second.parley.expectMessage('Remember me')
})

test('a killed server comes back by itself, and nothing that was said is lost', async ({
  apps,
}) => {
  const port = await freePort()
  const { app: hostApp, parley: anna } = await apps.open({ port })
  await anna.host('Anna Kim')
  const { parley: bob } = await apps.open()
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)
  await anna.say('Before the crash')
  await bob.expectMessage('Before the crash')

  const pid = await hostApp.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Parley server')?.pid ?? 0,
  )
  expect(pid).toBeGreaterThan(0)
  process.kill(pid, 'SIGKILL')

  // Written while the server is away or just back: sent once it is there, and only once.
  await bob.say('Are you still there?')
  await anna.expectMessage('Are you still there?')
  await anna.say('Yes, as if nothing happened')
  await bob.expectMessage('Yes, as if nothing happened')
  await bob.expectMessage('Before the crash')
  await anna.expectMessage('Before the crash')
})

test('stopping the server tells the guests, and the host is back at the start', async ({
  apps,
}) => {
  const port = await freePort()
  const { parley: anna } = await apps.open({ port })
  await anna.host('Anna Kim')
  const { parley: bob } = await apps.open()
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)

  await anna.page.getByRole('button', { name: /Hosted on this computer|Server details/ }).click()
  await anna.page.getByRole('button', { name: 'Stop hosting' }).click()
  await expect(anna.page.getByRole('button', { name: 'Host a server' })).toBeVisible()
  await expect(bob.page.getByText(/^The host stopped/)).toBeVisible()
})

test('closing the host’s window asks first while others are here', async ({ apps }) => {
  const port = await freePort()
  const { app: hostApp, parley: anna } = await apps.open({ port })
  await anna.host('Anna Kim')
  const { parley: bob } = await apps.open()
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)
  await expect(anna.people.getByText('Bob')).toBeVisible()

  // The main process hears of people from the server, a moment after the page does.
  await expect
    .poll(() =>
      anna.page.evaluate(async () => {
        const { parley } = globalThis as unknown as { parley: ParleyBridge }
        const status = await parley.request('host:status', null)
        return status.ok && status.value.phase === 'running' ? status.value.people : 0
      }),
    )
    .toBe(2)
  await quitWhenClosed(anna.page)

  const question = await hostApp.evaluate(async ({ BrowserWindow, dialog }) => {
    const asked = new Promise<string>((resolve) => {
      dialog.showMessageBox = ((_window: unknown, options: { message: string }) => {
        resolve(options.message)
        return Promise.resolve({ response: 0, checkboxChecked: false })
      }) as unknown as typeof dialog.showMessageBox
    })
    BrowserWindow.getAllWindows()[0]?.close()
    return asked
  })
  expect(question).toBe('Somebody is still here')
  await anna.say('Still hosting')
  await bob.expectMessage('Still hosting')

  // Put away and not closed: the server goes on, so that there is nothing to ask.
  const doings = await hostApp.evaluate(async ({ BrowserWindow, dialog }) => {
    const [window] = BrowserWindow.getAllWindows()
    if (!window) throw new Error('There is no window')
    await window.webContents.executeJavaScript(
      "parley.request('settings:update', { keepsRunning: true }).then(() => null)",
    )
    return new Promise<string>((resolve) => {
      dialog.showMessageBox = (() => {
        resolve('asked')
        return Promise.resolve({ response: 0, checkboxChecked: false })
      }) as unknown as typeof dialog.showMessageBox
      window.hide = () => resolve('put away')
      window.minimize = () => resolve('put away')
      window.close()
    })
  })
  expect(doings).toBe('put away')
  await anna.say('Hosting from the tray')
  await bob.expectMessage('Hosting from the tray')
})
