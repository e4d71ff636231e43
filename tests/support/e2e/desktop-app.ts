import type { ChildProcess } from 'node:child_process'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { resolve } from 'node:path'
import type { ParleyBridge } from '#shared/ipc/contract.ts'

const PROJECT = resolve(import.meta.dirname, '../../..')

/** A package takes no scripts. */
const HOLD_READY = ['-r', resolve(import.meta.dirname, 'hold-ready.cjs')]

export interface DesktopApp {
  readonly app: ElectronApplication
  readonly page: Page
  /** What the page's console said in red, security violations included. */
  readonly consoleErrors: readonly string[]
  close(): Promise<void>
}

export interface LaunchOptions {
  /** The profile: settings, credentials and the data of a hosted server. */
  readonly userData: string
  /** The port to host on; also keeps tests that run side by side apart. */
  readonly port?: number
  /** A packaged app; without it, the build of this project in the development runtime. */
  readonly executable?: string
  /** Further switches for Chromium, such as one for a microphone that is not there. */
  readonly switches?: readonly string[]
}

/** Starts the real app in a window of its own and waits until its page is there. */
export async function launchApp(options: LaunchOptions): Promise<DesktopApp> {
  const executable = options.executable ?? process.env['PARLEY_ELECTRON']
  if (!executable) throw new Error('PARLEY_ELECTRON is not set: run the tests with npm test')
  const app = await _electron.launch({
    executablePath: executable,
    // A slow machine that is busy besides takes longer than the usual half minute.
    timeout: 90_000,
    args: [
      ...sandboxArguments(),
      ...(options.switches ?? []),
      ...(options.executable ? [] : [...HOLD_READY, PROJECT]),
    ],
    env: {
      ...process.env,
      PARLEY_USER_DATA: options.userData,
      HOST: '127.0.0.1',
      ...(options.port === undefined ? {} : { PORT: String(options.port) }),
    } as Record<string, string>,
  })
  // Asked for now: of an app that has ended the driver knows nothing any more.
  const running = app.process()
  const page = await app.firstWindow({ timeout: 90_000 })
  const consoleErrors: string[] = []
  page.on('console', (message) => {
    // A refused connection is logged by the browser itself, and tests cut connections on purpose.
    const isNetwork = /net::ERR_|WebSocket connection to/.test(message.text())
    if (message.type() === 'error' && !isNetwork) consoleErrors.push(message.text())
  })
  page.on('pageerror', (error) => consoleErrors.push(String(error)))
  await page.waitForLoadState('domcontentloaded')
  return { app, page, consoleErrors, close: () => quit(app, running) }
}

/** For tests in which closing the window is to end the app, and not to put it away. */
export const quitWhenClosed = (page: Page): Promise<unknown> =>
  page.evaluate(() =>
    (globalThis as unknown as { parley: ParleyBridge }).parley.request('settings:update', {
      keepsRunning: false,
    }),
  )

/** Chromium's sandbox does not run as root; only tests may switch it off. */
const sandboxArguments = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

/**
 * Quits as the menu does, so that a hosted server gets the time to end. Whoever hosts for others is
 * asked whether they mean it; the test does.
 */
async function quit(app: ElectronApplication, running: ChildProcess): Promise<void> {
  // One that has ended already, by itself or for the test, does not end again.
  if (running.exitCode !== null || running.signalCode !== null) return
  const closed = new Promise<void>((done) => running.once('exit', () => done()))
  const asked = app.evaluate(({ app: electronApp, dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
    electronApp.quit()
  })
  // The connection ends with the app, often before the answer.
  await asked.catch(() => undefined)
  await closed
}
