import { expectAccessible } from '../support/e2e/accessibility.ts'
import { giveEar, loudness } from '../support/e2e/fake-microphone.ts'
import { expect, test } from '../support/e2e/test.ts'

/** The first note of the ring, in Hertz. */
const RING_HZ = 659

test('Test ring is heard in a tab, and says what a tab can and cannot do', async ({ anna }) => {
  const { page } = anna
  await giveEar(page.context())
  await page.reload()
  // Keys are heard once the app is there, which is later than the page.
  await expect(page.getByRole('button', { name: /^Join/ })).toBeVisible()
  await page.keyboard.press('Control+Comma')
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByRole('button', { name: 'Test ring' }).click()
  await expect.poll(() => loudness(page, RING_HZ)).toBeGreaterThan(-45)
  await expect.poll(() => page.title()).toBe('Test ring')
  const results = dialog.getByRole('list', { name: 'What came of the test' })
  await expect(results.getByRole('listitem').filter({ hasText: 'Sound:' })).toContainText(
    'It rang on what your system uses, at 100 %.',
  )
  await expect(results.getByRole('listitem').filter({ hasText: 'Tab:' })).toContainText(
    'need the Parley app',
  )
  await expectAccessible(page)
  await expect.poll(() => page.title()).not.toBe('Test ring')
  await expect.poll(() => loudness(page, RING_HZ)).toBeLessThan(-80)
  // Nothing of a tab stays when it is closed.
  await expect(dialog.getByRole('switch', { name: 'Quiet hours' })).toBeVisible()
  await expect(dialog.getByRole('switch', { name: /Keep running/ })).toHaveCount(0)
})
