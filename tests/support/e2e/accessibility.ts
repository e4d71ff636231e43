import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** WCAG 2.2 AA, as far as a program can tell. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

export async function expectAccessible(page: Page): Promise<void> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  const summary = violations.map(({ id, nodes }) => ({ id, where: nodes.map((n) => n.target) }))
  expect(summary).toEqual([])
}

/** What fades in has its colours only at the end; what never ends, such as a spinner, is left alone. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const drawn = (): Promise<unknown> =>
      new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    const moving = (): Animation[] =>
      document.getAnimations().filter(({ playState, effect }) => {
        const { endTime } = effect?.getComputedTiming() ?? {}
        return playState === 'running' && Number.isFinite(Number(endTime))
      })
    // What was just clicked begins to move with the next frame.
    await drawn()
    for (let found = moving(); found.length > 0; found = moving()) {
      // One that is replaced by another is rejected.
      await Promise.allSettled(found.map(({ finished }) => finished))
      await drawn()
    }
  })
