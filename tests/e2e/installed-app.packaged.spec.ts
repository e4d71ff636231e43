import {
  flipFuses,
  FuseState,
  FuseV1Options,
  FuseVersion,
  getCurrentFuseWire,
} from '@electron/fuses'
import { cpSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { FAKE_DEVICES } from '../support/e2e/apps.ts'
import { expect, test } from '../support/e2e/test.ts'
import { freePort } from '../support/free-port.ts'

function packagedExecutable(): string {
  const executable = process.env['PARLEY_PACKAGED']
  if (!executable) throw new Error('PARLEY_PACKAGED is not set: run the tests with npm test')
  return executable
}

test('the fuses of the packaged app are as the security page says', async () => {
  const wire = await getCurrentFuseWire(packagedExecutable())
  const isOn = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE
  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    snapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    fileProtocol: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    inspect: false,
    asarIntegrity: true,
    onlyAsar: true,
    snapshot: false,
    fileProtocol: false,
  })
})

test('the package holds the archive and no loose app', () => {
  const resources = join(dirname(packagedExecutable()), 'resources')
  const entries = readdirSync(resources)
  expect(entries).toContain('app.asar')
  expect(entries).not.toContain('app')
})

test('the package holds the key listener of this system, outside of the archive, and no other', () => {
  const resources = join(dirname(packagedExecutable()), 'resources')
  const builds = join(resources, 'app.asar.unpacked/node_modules/uiohook-napi/prebuilds')
  expect(readdirSync(builds)).toEqual([`${process.platform}-${process.arch}`])
})

test.describe('the packaged app', () => {
  /**
   * The driver speaks through the inspector, which a fuse of the shipped app forbids. So the test
   * drives a copy that differs from the package in this one fuse.
   */
  async function drivableCopy(copy: string): Promise<string> {
    const packaged = packagedExecutable()
    cpSync(dirname(packaged), copy, { recursive: true })
    const executable = join(copy, basename(packaged))
    await flipFuses(executable, {
      version: FuseVersion.V1,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
    })
    return executable
  }

  test('starts, hosts, and carries a chat between two profiles', async ({ apps, newFolder }) => {
    const executable = await drivableCopy(newFolder('packaged'))
    const port = await freePort()
    const host = await apps.open({ port, executable })
    const anna = host.parley
    await anna.host('Anna Kim')
    const { parley: bob } = await apps.open({ port, executable })
    await bob.joinByAddress('Bob', `127.0.0.1:${port}`)
    await anna.say('Hello from the installed app')
    await bob.expectMessage('Hello from the installed app')
    await bob.say('It works here too')
    await anna.expectMessage('It works here too')

    // Its server also serves the page, from inside the archive, to people without the app.
    const served = await fetch(`http://127.0.0.1:${port}/`)
    expect(await served.text()).toContain('<title>Parley</title>')

    const isPackaged = await host.app.evaluate(({ app }) => app.isPackaged)
    expect(isPackaged).toBe(true)
  })

  test('hears keys of other programs with what it brought along', async ({ apps, newFolder }) => {
    const executable = await drivableCopy(newFolder('packaged'))
    const userData = newFolder('profile')
    const keys = { activation: 'push-to-talk', hasGlobalKeys: true, globalKeys: { talk: ['F8'] } }
    const settings = { version: 1, value: { voice: keys } }
    writeFileSync(join(userData, 'settings.json'), JSON.stringify(settings))
    const switches = [FAKE_DEVICES, '--use-fake-ui-for-media-stream']
    const app = await apps.open({ userData, port: await freePort(), executable, switches })
    await app.parley.host('Anna Kim')
    await app.page.getByRole('button', { name: 'Join voice' }).click()
    // Without the listener it would be "Press", or the key of the window.
    const dock = app.page.getByRole('region', { name: 'Voice' })
    await expect(dock.getByText('Hold F8 to talk')).toBeVisible({ timeout: 20_000 })
  })
})
