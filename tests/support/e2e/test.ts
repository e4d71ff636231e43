import { test as base, type BrowserContextOptions } from '@playwright/test'
import { freePort } from '../free-port.ts'
import { createTempFolder, type TempFolder } from '../temp-folder.ts'
import { createApps, type AppsOfTest } from './apps.ts'
import { startBuiltServer, type BuiltServer } from './built-server.ts'
import type { ParleyPage } from './parley-page.ts'
import { createTabs, type Tabs } from './tab.ts'

export { expect } from '@playwright/test'

/** A server of the test's own, that may crash and come back with the data it had. */
interface ServerOfTest {
  readonly origin: string
  readonly port: number
  /** Where it keeps what it has. */
  readonly dataFolder: string
  /** SIGKILL, as a crash or a power cut would. */
  crash(): Promise<void>
  /** On the same port, with the same data. */
  startAgain(): Promise<void>
}

interface Fixtures {
  /** Folders of the test's own, gone after it. */
  readonly newFolder: (purpose: string) => string
  /** Desktop apps, closed after the test. */
  readonly apps: AppsOfTest
  readonly server: ServerOfTest
  /** Closed after the test: a tab left behind would go on trying to reach its server. */
  readonly tabs: Tabs
  /** What Anna's browser may and looks like. */
  readonly annasBrowser: BrowserContextOptions
  /** The first one on the server, who owns it, in General. */
  readonly anna: ParleyPage
  /** The second one, in General, in a browser of his own. */
  readonly bob: ParleyPage
}

/** A test in browser tabs or in apps. What it does not name is not started. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names out of the pattern
  newFolder: async ({}, use) => {
    const folders: TempFolder[] = []
    await use((purpose) => {
      const folder = createTempFolder(purpose)
      folders.push(folder)
      return folder.path
    })
    for (const folder of folders) folder.remove()
  },
  apps: async ({ newFolder }, use) => {
    const apps = createApps(newFolder)
    await use(apps)
    await apps.closeAll()
  },
  server: async ({ newFolder }, use) => {
    const dataFolder = newFolder('server')
    const port = await freePort()
    const start = () => startBuiltServer({ dataFolder, port })
    let server: BuiltServer = await start()
    await use({
      origin: server.origin,
      port,
      dataFolder,
      crash: () => server.crash(),
      startAgain: async () => {
        server = await start()
      },
    })
    await server.stop()
  },
  tabs: async ({ browser, server }, use) => {
    const tabs = createTabs(browser, server.origin)
    await use(tabs)
    await tabs.closeAll()
  },
  annasBrowser: [{}, { option: true }],
  anna: async ({ tabs, annasBrowser }, use) => {
    const anna = await tabs.open(annasBrowser)
    await anna.joinHere('Anna Kim')
    await use(anna)
  },
  bob: async ({ tabs, anna: _first }, use) => {
    const bob = await tabs.open()
    await bob.joinHere('Bob')
    await use(bob)
  },
})
