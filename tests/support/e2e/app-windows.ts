import { expect, type Page } from '@playwright/test'
import type { AppOfTest } from './apps.ts'
import type { Colour } from './fake-camera.ts'
import { PATIENCE } from './voice.ts'

/** Nothing of the app is on the screen, as after closing it to the tray. */
export const hideWindows = ({ app }: Pick<AppOfTest, 'app'>): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide()
  })

/** The small window that rings, while there is one. */
const callWindowOf = ({ app }: Pick<AppOfTest, 'app'>): Page | undefined =>
  app.windows().find((page) => page.url().includes('call-window'))

/** The small window that rings, once it shows who calls. */
export async function callWindowFrom(
  desktop: Pick<AppOfTest, 'app'>,
  caller: string,
): Promise<Page> {
  await expect.poll(() => callWindowOf(desktop) !== undefined, PATIENCE).toBe(true)
  const page = callWindowOf(desktop)
  if (!page) throw new Error('There is no call window')
  await expect(page.getByRole('heading', { name: caller })).toBeVisible(PATIENCE)
  return page
}

/** Answers in the call window, which goes with it, often before the driver has heard that it was clicked. */
export async function answerIn(window: Page, name: string): Promise<void> {
  try {
    await window.getByRole('button', { name, exact: true }).click()
  } catch (error) {
    if (!window.isClosed()) throw error
  }
}

export const expectNoCallWindow = (desktop: Pick<AppOfTest, 'app'>): Promise<void> =>
  expect.poll(() => callWindowOf(desktop) === undefined, PATIENCE).toBe(true)

/** Something on the screen of the system, in its middle, that nobody takes for anything else. */
export const paintScreen = ({ app }: Pick<AppOfTest, 'app'>, colour: Colour): Promise<void> =>
  app.evaluate(
    async ({ BrowserWindow, screen }, painted) => {
      const { width, height } = screen.getPrimaryDisplay().size
      const size = { width: 480, height: 320 }
      const window = new BrowserWindow({
        ...{ ...size, x: (width - size.width) / 2, y: (height - size.height) / 2 },
        ...{ frame: false, alwaysOnTop: true, focusable: false, show: false },
      })
      await window.loadURL(`data:text/html,<body style="margin:0;background:${painted}">`)
      window.showInactive()
    },
    `rgb(${colour.join(',')})`,
  )
