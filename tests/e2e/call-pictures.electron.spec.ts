import { paintScreen } from '../support/e2e/app-windows.ts'
import { accept, call, callPanel, hangUp } from '../support/e2e/calls.ts'
import { button } from '../support/e2e/conversations.ts'
import { BLUE, expectSees, expectSeesNo, giveFace, GREEN, RED } from '../support/e2e/fake-camera.ts'
import { expect, test } from '../support/e2e/test.ts'
import { ANNA_HZ, BOB_HZ, expectHears, openWithVoice, PATIENCE } from '../support/e2e/voice.ts'
import { freePort } from '../support/free-port.ts'

test('a screen is chosen in the app, and the other one sees what is on it', async ({ apps }) => {
  const port = await freePort()
  const { parley: anna } = await apps.openWithVoice(ANNA_HZ, port)
  await anna.host('Anna Kim')
  const bobsApp = await apps.openWithScreen(BOB_HZ)
  const bob = bobsApp.parley
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)
  await call(bob, 'Anna Kim')
  await accept(anna, 'Bob')
  await expectHears(anna, BOB_HZ)

  await paintScreen(bobsApp, BLUE)
  await button(callPanel(bob, 'Anna Kim'), 'Share your screen').click()
  const picker = bob.page.getByRole('dialog', { name: 'Share your screen' })
  const screens = picker.getByRole('radio')
  await expect(screens.first()).toBeVisible(PATIENCE)
  // Nothing was shown before somebody said so.
  await expectSeesNo(anna.page, 'Screen of Bob')
  await screens.first().click()
  await picker.getByRole('button', { name: 'Share', exact: true }).click()
  await expectSees(anna.page, 'Screen of Bob', BLUE)
  await button(callPanel(bob, 'Anna Kim'), 'Stop sharing').click()
  await expectSeesNo(anna.page, 'Screen of Bob')

  await button(callPanel(anna, 'Bob'), 'Turn camera on').click()
  const seen = bob.page.locator('video[aria-label="Anna Kim"]')
  await expect
    .poll(() => seen.evaluate((video) => (video as HTMLVideoElement).videoWidth), PATIENCE)
    .toBeGreaterThan(0)
  // What asks and what tells something lies over the whole screen.
  const stage = bob.page.getByRole('region', { name: 'Pictures of the call with Anna Kim' })
  await button(stage, 'Full screen').click()
  await button(stage, 'Share your screen').click()
  await expect(screens.first()).toBeVisible(PATIENCE)
  await picker.getByRole('button', { name: 'Share', exact: true }).click()
  await expectSees(anna.page, 'Screen of Bob', BLUE)
  await button(stage, 'Stop sharing').click()

  await button(stage, 'Turn camera on').click()
  await expect(bob.page.getByText('No camera was found.')).toBeVisible()
  await bob.page.getByRole('status', { name: 'Notices' }).getByLabel('Dismiss').click()
  await expect(button(stage, 'Leave full screen')).toBeVisible()
  await hangUp(anna, 'Bob')
  await expect(bob.page.locator('video')).toHaveCount(0)
  await expect.poll(() => bob.page.evaluate(() => document.fullscreenElement)).toBeNull()
  expect(apps.consoleErrors()).toEqual([])
})

test('an app and a browser tab hear and see each other, whoever calls', async ({
  apps,
  tabs,
  server,
}) => {
  const annasApp = await apps.openWithScreen(ANNA_HZ)
  const anna = annasApp.parley
  await anna.joinByAddress('Anna Kim', `127.0.0.1:${server.port}`)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ, (context) =>
    giveFace(context, { face: GREEN, screen: RED }),
  )
  await call(bob, 'Anna Kim')
  await accept(anna, 'Bob')
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
  await button(callPanel(bob, 'Anna Kim'), 'Turn camera on').click()
  await expectSees(anna.page, 'Bob', GREEN)
  await paintScreen(annasApp, BLUE)
  await button(callPanel(anna, 'Bob'), 'Share your screen').click()
  const picker = anna.page.getByRole('dialog', { name: 'Share your screen' })
  await picker.getByRole('button', { name: 'Share', exact: true }).click(PATIENCE)
  await expectSees(bob.page, 'Screen of Anna Kim', BLUE)
  await hangUp(anna, 'Bob')
  await expect(callPanel(bob, 'Anna Kim')).toHaveCount(0)

  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
  await button(callPanel(bob, 'Anna Kim'), 'Share your screen').click()
  await expectSees(anna.page, 'Screen of Bob', RED)
  expect([...apps.consoleErrors(), ...tabs.consoleErrors]).toEqual([])
})
