import type { Browser, BrowserContext, BrowserContextOptions } from '@playwright/test'
import { ParleyPage } from './parley-page.ts'

/** Tabs of a served page, each with a storage of its own: another person. */
export interface Tabs {
  open(
    options?: BrowserContextOptions,
    /** Done before the page opens. */
    prepare?: (context: BrowserContext) => Promise<unknown>,
  ): Promise<ParleyPage>
  /** What the consoles said in red, security violations included. */
  readonly consoleErrors: readonly string[]
  closeAll(): Promise<void>
}

export function createTabs(browser: Browser, origin: string): Tabs {
  const consoleErrors: string[] = []
  const contexts: BrowserContext[] = []
  return {
    consoleErrors,
    async open(options = {}, prepare) {
      const context = await browser.newContext(options)
      contexts.push(context)
      await prepare?.(context)
      const page = await context.newPage()
      page.on('console', (message) => {
        // A refused connection is logged by the browser itself, and tests cut connections on purpose.
        const isNetwork = /net::ERR_|WebSocket connection to/.test(message.text())
        if (message.type() === 'error' && !isNetwork) consoleErrors.push(message.text())
      })
      page.on('pageerror', (error) => consoleErrors.push(String(error)))
      await page.goto(origin)
      return new ParleyPage(page)
    },
    async closeAll() {
      for (const context of contexts.splice(0)) await context.close()
    },
  }
}
