import {
  answerIn,
  callWindowFrom,
  expectNoCallWindow,
  hideWindows,
} from '../support/e2e/app-windows.ts'
import { accept, call, callPanel, hangUp } from '../support/e2e/calls.ts'
import { button, openDirect } from '../support/e2e/conversations.ts'
import { expect, test } from '../support/e2e/test.ts'
import { ANNA_HZ, BOB_HZ, expectHears, expectHearsNothingOf } from '../support/e2e/voice.ts'
import { freePort } from '../support/free-port.ts'

test('a call rings in the other app while its window is hidden, is accepted there, heard and hung up', async ({
  apps,
}) => {
  const port = await freePort()
  const { parley: anna } = await apps.openWithVoice(ANNA_HZ, port)
  await anna.host('Anna Kim')
  const bobsApp = await apps.openWithVoice(BOB_HZ)
  const bob = bobsApp.parley
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)
  await hideWindows(bobsApp)

  await call(anna, 'Bob')
  const window = await callWindowFrom(bobsApp, 'Anna Kim')
  await answerIn(window, 'Accept')

  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
  await expectNoCallWindow(bobsApp)
  await button(callPanel(anna, 'Bob'), 'Mute').click()
  await expectHearsNothingOf(bob, ANNA_HZ)
  await hangUp(bob, 'Anna Kim')
  await expect(callPanel(anna, 'Bob')).toHaveCount(0)
  await expectHearsNothingOf(anna, BOB_HZ)
  // The same on both sides.
  await openDirect(bob, 'Anna Kim')
  await expect(bob.messages.getByText(/^Call, \d+:\d\d$/)).toBeVisible()
  const words = await bob.messages.getByText(/^Call, \d+:\d\d$/).innerText()
  await expect(anna.messages.getByText(words, { exact: true })).toBeVisible()
  expect(apps.consoleErrors()).toEqual([])
})

test('whoever quits the app has hung up', async ({ apps }) => {
  const port = await freePort()
  const { parley: anna } = await apps.openWithVoice(ANNA_HZ, port)
  await anna.host('Anna Kim')
  const bobsApp = await apps.openWithVoice(BOB_HZ)
  const bob = bobsApp.parley
  await bob.joinByAddress('Bob', `127.0.0.1:${port}`)
  await call(bob, 'Anna Kim')
  await accept(anna, 'Bob')
  await expectHears(anna, BOB_HZ)
  await bobsApp.close()
  await expect(callPanel(anna, 'Bob')).toHaveCount(0)
  await openDirect(anna, 'Bob')
  // Not "connection lost", which is what it would be after the time that a lost device has.
  await expect(anna.messages.getByText(/^Call, \d+:\d\d$/)).toBeVisible()
})
