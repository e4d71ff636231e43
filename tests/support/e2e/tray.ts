import type { AppOfTest } from './apps.ts'

/** The menu of the tray, as it was made last. */
export interface TrayOfTest {
  labels(): Promise<readonly string[]>
  click(label: string): Promise<void>
}

/** What the app keeps for the test. */
interface InApp {
  parleyMenus: Electron.MenuItemConstructorOptions[][]
}

/** Looks at each menu that is made from now on: no driver reaches the tray of a system. */
export async function watchTray({ app }: Pick<AppOfTest, 'app'>): Promise<TrayOfTest> {
  await app.evaluate(({ Menu }) => {
    const build = Menu.buildFromTemplate.bind(Menu)
    const seen: Electron.MenuItemConstructorOptions[][] = []
    Object.assign(globalThis, { parleyMenus: seen })
    Menu.buildFromTemplate = (template) => {
      seen.push(template as Electron.MenuItemConstructorOptions[])
      return build(template)
    }
  })
  return {
    labels: () =>
      app.evaluate(() => {
        const { parleyMenus } = globalThis as unknown as InApp
        return (parleyMenus.at(-1) ?? []).map(({ label }) => label ?? '')
      }),
    click: (label) =>
      app.evaluate((_electron, wanted) => {
        const { parleyMenus } = globalThis as unknown as InApp
        const item = parleyMenus.at(-1)?.find((entry) => entry.label === wanted)
        if (!item) throw new Error(`The tray has no ${wanted}`)
        ;(item.click as (() => void) | undefined)?.()
      }, label),
  }
}
