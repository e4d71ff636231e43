import type { Locator } from '@playwright/test'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import {
  accept,
  call,
  callPanel,
  expectTalking,
  hangUp,
  incomingCall,
} from '../support/e2e/calls.ts'
import { button, chooseInLine, lineOf, openDirect } from '../support/e2e/conversations.ts'
import { isRecording } from '../support/e2e/fake-microphone.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { expect, test } from '../support/e2e/test.ts'
import {
  ANNA_HZ,
  BOB_HZ,
  expectHears,
  expectHearsNothingOf,
  openWithVoice,
  PATIENCE,
} from '../support/e2e/voice.ts'

test('somebody calls, is answered, both are heard, and one hangs up', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await call(anna, 'Bob')
  await expect(callPanel(anna, 'Bob').getByText('Ringing…')).toBeVisible()
  await expect(incomingCall(bob, 'Anna Kim')).toBeVisible()
  await expectAccessible(bob.page)
  await accept(bob, 'Anna Kim')
  await expectTalking(anna, 'Bob')
  await expectTalking(bob, 'Anna Kim')
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
  await expectAccessible(anna.page)
  await button(callPanel(anna, 'Bob'), 'Mute').click()
  await expectHearsNothingOf(bob, ANNA_HZ)
  await expect(callPanel(bob, 'Anna Kim').getByText('They are muted')).toBeVisible()
  await button(callPanel(anna, 'Bob'), 'Unmute').click()
  await expectHears(bob, ANNA_HZ)
  await hangUp(bob, 'Anna Kim')
  await expect(callPanel(bob, 'Anna Kim')).toHaveCount(0)
  await expect(callPanel(anna, 'Bob')).toHaveCount(0)
  await expectHearsNothingOf(anna, BOB_HZ)
  await expect(anna.messages.getByText(/^Call, 0:\d\d$/)).toBeVisible()
  await expectAccessible(anna.page)
  expect(tabs.consoleErrors).toEqual([])
})

test('a call is declined with words, which come into the conversation', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await call(anna, 'Bob')
  await button(incomingCall(bob, 'Anna Kim'), 'Decline with a message').click()
  await bob.page.getByRole('menuitem', { name: 'In a meeting. Please write to me.' }).click()
  await expect(incomingCall(bob, 'Anna Kim')).toHaveCount(0)
  await expect(callPanel(anna, 'Bob')).toHaveCount(0)
  await expect(anna.page.getByText('Bob declined the call.')).toBeVisible()
  await anna.expectMessage('In a meeting. Please write to me.')
  await expect(anna.messages.getByText('Call declined')).toBeVisible()
})

test('whoever gives up leaves a missed call, which can be called back', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await call(anna, 'Bob')
  await expect(incomingCall(bob, 'Anna Kim')).toBeVisible()
  await hangUp(anna, 'Bob')
  await expect(incomingCall(bob, 'Anna Kim')).toHaveCount(0)
  await expect(anna.messages.getByText('Cancelled call')).toBeVisible()
  await button(bob, 'Workshop, menu').click()
  await bob.page.getByRole('menuitem', { name: 'Calls' }).click()
  const calls = bob.page.getByRole('list', { name: 'Calls' }).getByRole('listitem')
  await expect(calls).toHaveText(/Anna Kim.*Missed call/)
  await expectAccessible(bob.page)
  await bob.page.getByRole('radio', { name: 'Missed' }).check()
  await expect(calls).toHaveCount(1)
  await bob.page.keyboard.press('Escape')
  await bob.page.getByRole('button', { name: /^Anna Kim.*unread/i }).click()
  await expect(bob.messages.getByText('Missed call')).toBeVisible()
  await button(bob, 'Call back').click()
  await expect(incomingCall(anna, 'Bob')).toBeVisible()
  await anna.page.keyboard.press('Control+Shift+A')
  await expectHears(bob, ANNA_HZ)
  await expectHears(anna, BOB_HZ)
})

test('a call to nobody offers to leave a voice message in one step', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await openDirect(anna, 'Bob')
  await bob.page.close()
  await expect(anna.page.getByText('Offline').first()).toBeVisible(PATIENCE)
  await button(anna, 'Call Bob').click()
  await expect(anna.page.getByText('Bob cannot be reached now.')).toBeVisible()
  await button(anna, 'Leave a voice message').first().click()
  await expect(anna.page.getByRole('group', { name: 'Voice message being recorded' })).toBeVisible()
})

test('a call comes back after a reload on either side, and after the server was gone', async ({
  tabs,
  server,
}) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectHears(bob, ANNA_HZ)
  for (const person of [bob, anna]) {
    await person.page.reload()
    const other = person === bob ? 'Anna Kim' : 'Bob'
    await expectTalking(person, other)
    // A page that nobody has touched may make no sound, not even that of the microphone of tests.
    await callPanel(person, other).getByText('In a call').click()
    await expectHears(bob, ANNA_HZ)
    await expectHears(anna, BOB_HZ)
  }
  await server.crash()
  const away = [anna, bob].map(({ page }) => page.getByText('Reconnecting'))
  for (const words of away) await expect(words).toHaveCount(1, PATIENCE)
  // From device to device: the server is not needed for what is heard.
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
  await server.startAgain()
  for (const words of away) await expect(words).toHaveCount(0, PATIENCE)
  await hangUp(anna, 'Bob')
  await expect(callPanel(bob, 'Anna Kim')).toHaveCount(0, PATIENCE)
})

test('whoever crashes is waited for five seconds, and the call is lost', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectHears(anna, BOB_HZ)
  await expectTalking(bob, 'Anna Kim')
  const devtools = await bob.page.context().newCDPSession(bob.page)
  const crashed = bob.page.waitForEvent('crash')
  // It never answers: there is nobody any more who could.
  void devtools.send('Page.crash').catch(() => undefined)
  await crashed
  // Less than half of what a device has that nobody knows to be silent, and time for a slow machine.
  await expect(callPanel(anna, 'Bob')).toHaveCount(0, { timeout: 10_000 })
  await expect(anna.page.getByText('The call with Bob was lost.')).toBeVisible()
  await expect(anna.messages.getByText(/^Call, 0:\d\d, connection lost$/)).toBeVisible()
  expect(await isRecording(anna.page)).toBe(false)
  await expectHearsNothingOf(anna, BOB_HZ)
})

const code = (person: ParleyPage): Locator => person.page.getByText(/^\d{4}( \d{4}){5}$/)

async function showCode(person: ParleyPage, other: string): Promise<string> {
  await button(person, /^Voice connection/).click(PATIENCE)
  await button(person, `Compare a code with ${other}`).click()
  return code(person).innerText(PATIENCE)
}

test('both see the same code, and another one when the connection was made anew', async ({
  tabs,
}) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectTalking(anna, 'Bob')
  const first = await showCode(anna, 'Bob')
  expect(await showCode(bob, 'Anna Kim')).toBe(first)
  await expect(anna.page.getByText('Only the app shows one')).toBeVisible()
  await expectAccessible(anna.page)
  await bob.page.reload()
  const second = await showCode(bob, 'Anna Kim')
  expect(second).not.toBe(first)
  await expect(code(anna)).toHaveText(second, PATIENCE)
})

test('whoever puts the other one aside is not heard and hears nothing, until one click', async ({
  tabs,
}) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
  await button(callPanel(anna, 'Bob'), 'Hold').click()
  await expect(callPanel(anna, 'Bob').getByText('On hold')).toBeVisible()
  await expect(callPanel(bob, 'Anna Kim').getByText('You are on hold')).toBeVisible()
  await expectHearsNothingOf(anna, BOB_HZ)
  await expectHearsNothingOf(bob, ANNA_HZ)
  await expectAccessible(anna.page)
  // Who comes back hears of it as well.
  await bob.page.reload()
  await expect(callPanel(bob, 'Anna Kim').getByText('You are on hold')).toBeVisible(PATIENCE)
  await button(callPanel(anna, 'Bob'), 'Resume').click()
  await expectTalking(bob, 'Anna Kim')
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
})

test('somebody whose calls do not ring finds nobody, and is found among the missed ones', async ({
  tabs,
}) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await openDirect(anna, 'Bob')
  await anna.say('hello')
  await chooseInLine(bob, 'Anna Kim', 'menuitem', 'Do not ring when Anna Kim calls')
  await lineOf(bob, 'Anna Kim').hover()
  await lineOf(bob, 'Anna Kim').getByRole('button', { name: 'Options' }).click()
  const again = bob.page.getByRole('menuitem', { name: 'Ring when Anna Kim calls', exact: true })
  await expect(again).toBeVisible()
  // A menu that does not have the focus yet does not hear the key, and the next click would close it.
  await expect(bob.page.getByRole('menu')).toBeFocused()
  await bob.page.keyboard.press('Escape')
  await expect(again).toHaveCount(0)
  await button(anna, 'Call Bob').click()
  await expect(anna.page.getByText('Bob cannot be reached now.')).toBeVisible()
  await expect(lineOf(bob, 'Anna Kim')).toContainText('Missed call')
  await expect(incomingCall(bob, 'Anna Kim')).toHaveCount(0)
  await chooseInLine(bob, 'Anna Kim', 'menuitem', 'Ring when Anna Kim calls')
  await button(anna, 'Call Bob').click()
  await expect(incomingCall(bob, 'Anna Kim')).toBeVisible()
})

test('who is in a call leaves it for the voice of a room, and is busy for others', async ({
  tabs,
}) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  const carol = await openWithVoice(tabs, 'Carol', 1010)
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectTalking(anna, 'Bob')
  await expectTalking(bob, 'Anna Kim')
  await call(carol, 'Bob')
  await expect(carol.page.getByText('Bob is in another call.')).toBeVisible()
  await anna.openRoom('General')
  await button(anna, 'Join voice').click()
  await expect(callPanel(bob, 'Anna Kim')).toHaveCount(0)
  await expect(callPanel(anna, 'Bob')).toHaveCount(0)
  await expect(anna.page.getByRole('region', { name: 'Voice' })).toBeVisible()
})

test('the list of calls says why it is empty, and comes by itself when the server is back', async ({
  anna,
  server,
}) => {
  await button(anna, 'Workshop, menu').click()
  await anna.page.getByRole('menuitem', { name: 'Calls' }).click()
  const dialog = anna.page.getByRole('dialog', { name: 'Calls' })
  await expect(dialog).toContainText('There were no calls yet.')
  await expectAccessible(anna.page)
  await server.crash()
  await expect(anna.page.getByText('The server cannot be reached.')).toBeVisible(PATIENCE)
  await dialog.getByRole('radio', { name: 'Missed' }).check()
  await expect(dialog).toContainText('as soon as the server is back', PATIENCE)
  await expectAccessible(anna.page)
  await server.startAgain()
  await expect(dialog).toContainText('You missed no call.', PATIENCE)
})
