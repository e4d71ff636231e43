import { test as base, type BrowserContextOptions } from '@playwright/test'
import { freePort } from '../free-port.ts'
import { createTempFolder } from '../temp-folder.ts'
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

/** A test in browser tabs. What it does not name is not started. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names out of the pattern
  server: async ({}, use) => {
    const folder = createTempFolder('server')
    const port = await freePort()
    const start = () => startBuiltServer({ dataFolder: folder.path, port })
    let server: BuiltServer = await start()
    await use({
      origin: server.origin,
      port,
      dataFolder: folder.path,
      crash: () => server.crash(),
      startAgain: async () => {
        server = await start()
      },
    })
    await server.stop()
    folder.remove()
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
