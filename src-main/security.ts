import type { App, WebContents } from 'electron'
import type { Log } from './log.ts'

/** Locks every page that this app will ever have, before it can load anything. */
export function lockDownPages(app: App, log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
      forbidNavigation(contents, name, log)
    }
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      log.warn('a page tried to open a window', { origin: originOf(url) })
      return { action: 'deny' }
    })
  })
}

function forbidNavigation(
  contents: WebContents,
  name: 'will-navigate' | 'will-frame-navigate' | 'will-redirect',
  log: Log,
): void {
  // The three events share a shape that Electron's overloads do not let us name once.
  contents.on(name as 'will-navigate', (event) => {
    // The page reloading itself (after a crash, or from its error screen) is the one allowed case.
    if (name !== 'will-redirect' && event.url === contents.getURL()) return
    event.preventDefault()
    log.warn('a page tried to navigate', { origin: originOf(event.url) })
  })
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'not a URL')
