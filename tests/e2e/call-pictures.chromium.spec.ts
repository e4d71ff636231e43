import type { Locator } from '@playwright/test'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import { accept, call, callPanel, hangUp } from '../support/e2e/calls.ts'
import { button } from '../support/e2e/conversations.ts'
import { BLUE, expectSees, expectSeesNo, GREEN, RED } from '../support/e2e/fake-camera.ts'
import { openWithFace } from '../support/e2e/faces.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { expect, test } from '../support/e2e/test.ts'
import { ANNA_HZ, BOB_HZ, expectHears, PATIENCE } from '../support/e2e/voice.ts'

const stage = (person: ParleyPage, other: string): Locator =>
  person.page.getByRole('region', { name: `Pictures of the call with ${other}` })

/** In a low window the small pictures are flatter, and cover nothing above those of the call. */
async function expectInside(
  person: ParleyPage,
  other: string,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  const before = person.page.viewportSize()
  await person.page.setViewportSize(size)
  const top = async (shown: Locator): Promise<number> =>
    (await shown.boundingBox())?.y ?? Number.NaN
  const upper = stage(person, other)
    .getByRole('button', { name: /^Make larger/ })
    .first()
  expect(await top(upper)).toBeGreaterThan(await top(stage(person, other)))
  if (before) await person.page.setViewportSize(before)
}

test('who turns the camera on is seen, the screen before it, until they stop', async ({ tabs }) => {
  const anna = await openWithFace(tabs, 'Anna Kim', ANNA_HZ, RED)
  const bob = await openWithFace(tabs, 'Bob', BOB_HZ, GREEN)
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectHears(anna, BOB_HZ)
  await expect(stage(anna, 'Bob')).toHaveCount(0)

  await button(callPanel(anna, 'Bob'), 'Turn camera on').click()
  await expectSees(anna.page, 'You', RED)
  await expectSees(bob.page, 'Anna Kim', RED)
  await button(callPanel(bob, 'Anna Kim'), 'Turn camera on').click()
  await expectSees(anna.page, 'Bob', GREEN)
  await expectAccessible(anna.page)

  await button(callPanel(bob, 'Anna Kim'), 'Share your screen').click()
  await expectSees(anna.page, 'Screen of Bob', BLUE)
  await expectSees(anna.page, 'Bob', GREEN)
  await expectSees(bob.page, 'Your screen, as it is shared', BLUE)
  await expectAccessible(bob.page)
  for (const width of [1_280, 900]) await expectInside(bob, 'Anna Kim', { width, height: 440 })
  await button(stage(anna, 'Bob'), 'Make larger: Bob').click()
  await expect(button(stage(anna, 'Bob'), 'Make larger: Screen of Bob')).toBeFocused()
  await expectSees(anna.page, 'Bob', GREEN)

  await button(callPanel(bob, 'Anna Kim'), 'Stop sharing').click()
  await expectSeesNo(anna.page, 'Screen of Bob')
  await button(callPanel(anna, 'Bob'), 'Turn camera off').click()
  await expectSeesNo(bob.page, 'Anna Kim')
  await expectSees(anna.page, 'Bob', GREEN)
  // It still is the same call.
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
  await hangUp(anna, 'Bob')
  for (const person of [anna, bob]) {
    await expect(person.page.locator('video')).toHaveCount(0)
  }
  expect(tabs.consoleErrors).toEqual([])
})

test('the picture of who stayed comes back to the one who was loaded again', async ({ tabs }) => {
  const anna = await openWithFace(tabs, 'Anna Kim', ANNA_HZ, RED)
  const bob = await openWithFace(tabs, 'Bob', BOB_HZ, GREEN)
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectHears(anna, BOB_HZ)
  await button(callPanel(anna, 'Bob'), 'Turn camera on').click()
  await button(callPanel(bob, 'Anna Kim'), 'Turn camera on').click()
  await expectSees(bob.page, 'Anna Kim', RED)
  await expectSees(anna.page, 'Bob', GREEN)
  await bob.page.reload()
  // A page that nobody has touched may make no sound, not even that of the microphone of tests.
  await callPanel(bob, 'Anna Kim').getByText('Anna Kim').click(PATIENCE)
  await expectHears(anna, BOB_HZ)
  // The one who stayed is seen again; the one who was loaded again has to say so anew.
  await expectSees(bob.page, 'Anna Kim', RED)
  await expectSeesNo(anna.page, 'Bob')
  await expect(button(callPanel(bob, 'Anna Kim'), 'Turn camera on')).toBeVisible(PATIENCE)
})

test('full screen has everything that one needs there', async ({ tabs }) => {
  const anna = await openWithFace(tabs, 'Anna Kim', ANNA_HZ, RED)
  const bob = await openWithFace(tabs, 'Bob', BOB_HZ, GREEN)
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await button(callPanel(anna, 'Bob'), 'Turn camera on').click()
  await expectSees(anna.page, 'You', RED)
  await button(stage(anna, 'Bob'), 'Full screen').click()
  await expect(button(stage(anna, 'Bob'), 'Leave full screen')).toBeVisible()
  await button(stage(anna, 'Bob'), 'Mute').click()
  await expect(button(stage(anna, 'Bob'), 'Unmute')).toBeVisible()
  await expectAccessible(anna.page)
  await button(stage(anna, 'Bob'), 'Hang up').click()
  await expect(stage(anna, 'Bob')).toHaveCount(0)
  await expect(callPanel(bob, 'Anna Kim')).toHaveCount(0)
})
