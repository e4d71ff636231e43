import type { Browser, BrowserContextOptions } from '@playwright/test'
import { ParleyPage } from './parley-page.ts'

/** Tabs of a served page, each with a storage of its own: another person. */
export interface Tabs {
  open(browser: Browser, options?: BrowserContextOptions): Promise<ParleyPage>
  /** What the consoles said in red, security violations included. */
  readonly consoleErrors: readonly string[]
}

export function createTabs(origin: () => string): Tabs {
  const consoleErrors: string[] = []
  return {
    consoleErrors,
    async open(browser, options = {}) {
      const context = await browser.newContext(options)
      const page = await context.newPage()
      page.on('console', (message) => {
        // A refused connection is logged by the browser itself, and tests cut connections on purpose.
        const isNetwork = /net::ERR_|WebSocket connection to/.test(message.text())
        if (message.type() === 'error' && !isNetwork) consoleErrors.push(message.text())
      })
      page.on('pageerror', (error) => consoleErrors.push(String(error)))
      await page.goto(origin())
      return new ParleyPage(page)
    },
  }
}
