import { launchApp, type DesktopApp, type LaunchOptions } from './desktop-app.ts'
import { giveVoice } from './fake-microphone.ts'
import { ParleyPage } from './parley-page.ts'

/** A microphone, a camera and speakers with names, that nobody hears. */
export const FAKE_DEVICES = '--use-fake-device-for-media-stream'

/** An app of the test, in which somebody is. */
export interface AppOfTest extends DesktopApp {
  readonly userData: string
  readonly parley: ParleyPage
}

export interface AppsOfTest {
  /** In a profile of its own, unless one is named. */
  open(options?: Partial<LaunchOptions>): Promise<AppOfTest>
  /** The app with a voice of its own. Its page is there already, so that it is loaded once more. */
  openWithVoice(frequency: number, port?: number): Promise<AppOfTest>
  /** The same, where what is captured of the screen is what is on it, and there is no camera. */
  openWithScreen(frequency: number): Promise<AppOfTest>
  /** What all of them said in red. */
  consoleErrors(): readonly string[]
  /** The last one first, so that whoever hosts is the last. */
  closeAll(): Promise<void>
}

export function createApps(newFolder: (purpose: string) => string): AppsOfTest {
  const apps: AppOfTest[] = []

  async function open(options: Partial<LaunchOptions> = {}): Promise<AppOfTest> {
    const { userData = newFolder('profile') } = options
    const desktop = await launchApp({ ...options, userData })
    const app = { ...desktop, userData, parley: new ParleyPage(desktop.page) }
    apps.push(app)
    return app
  }

  async function openSpeaking(
    frequency: number,
    options: Partial<LaunchOptions>,
  ): Promise<AppOfTest> {
    const app = await open(options)
    await giveVoice(app.app.context(), frequency)
    await app.page.reload()
    return app
  }

  return {
    open,
    openWithVoice: (frequency, port) =>
      openSpeaking(frequency, {
        ...(port === undefined ? {} : { port }),
        switches: [FAKE_DEVICES, '--use-fake-ui-for-media-stream'],
      }),
    openWithScreen: (frequency) => openSpeaking(frequency, {}),
    consoleErrors: () => apps.flatMap(({ consoleErrors }) => consoleErrors),
    async closeAll() {
      for (const app of apps.toReversed()) await app.close()
    },
  }
}
