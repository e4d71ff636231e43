import type { BrowserContext, Locator } from '@playwright/test'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import { button, lineOf } from '../support/e2e/conversations.ts'
import { isRecording, plug, setMicrophone, setVoiceOf } from '../support/e2e/fake-microphone.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { expect, test } from '../support/e2e/test.ts'
import {
  ANNA_HZ,
  BOB_HZ,
  CAROL_HZ,
  PATIENCE,
  dock,
  openWithVoice,
  joinVoice,
  expectInVoice,
  expectHears,
  expectHearsNothingOf,
} from '../support/e2e/voice.ts'

/** Somebody in the list under a room, as another person sees them. */
const inVoice = (viewer: ParleyPage, room: string, name: string): Locator =>
  viewer.page
    .getByRole('list', { name: `In voice in ${room}` })
    .getByRole('listitem')
    .filter({ hasText: name })

/** What can be done about somebody in voice. */
async function openControls(viewer: ParleyPage, name: string): Promise<Locator> {
  await inVoice(viewer, 'General', name).getByRole('button').first().click()
  return viewer.page.getByRole('dialog', { name: `${name} in voice` })
}

async function changeSettings(
  person: ParleyPage,
  change: (dialog: Locator) => Promise<void>,
): Promise<void> {
  await button(person, 'Settings').click()
  const dialog = person.page.getByRole('dialog', { name: 'Settings' })
  await change(dialog)
  await button(dialog, 'Close').click()
}

test('three people in a room hear each other, and nobody hears themselves', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  const carol = await openWithVoice(tabs, 'Carol', CAROL_HZ)
  await joinVoice(anna)
  await joinVoice(bob)
  await joinVoice(carol)
  for (const viewer of [anna, bob, carol]) {
    await expect(
      viewer.page.getByRole('list', { name: 'In voice in General' }).getByRole('listitem'),
    ).toHaveText([/Anna Kim/, /Bob/, /Carol/])
  }

  await expectHears(anna, BOB_HZ)
  await expectHears(anna, CAROL_HZ)
  await expectHears(bob, ANNA_HZ)
  await expectHears(bob, CAROL_HZ)
  await expectHears(carol, ANNA_HZ)
  await expectHears(carol, BOB_HZ)
  await expectHearsNothingOf(anna, ANNA_HZ)
  await expectHearsNothingOf(bob, BOB_HZ)
  await expectHearsNothingOf(carol, CAROL_HZ)

  await expect(
    inVoice(anna, 'General', 'Bob').getByRole('button', { name: 'Bob' }),
  ).toHaveAccessibleDescription('Speaking')
  expect(tabs.consoleErrors).toEqual([])
})

test('muting and deafening really silence, and others see it', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await joinVoice(anna)
  await joinVoice(bob)
  await expectHears(bob, ANNA_HZ)

  await button(anna, 'Mute').click()
  await expectInVoice(anna, 'Muted')
  await expectHearsNothingOf(bob, ANNA_HZ)
  await expect(
    inVoice(bob, 'General', 'Anna Kim').getByRole('img', { name: 'Muted' }),
  ).toBeVisible()
  await expectHears(anna, BOB_HZ)
  await button(anna, 'Unmute').click()
  await expectHears(bob, ANNA_HZ)

  await anna.page.keyboard.press('Control+Shift+D')
  await expect(button(anna, 'Undeafen')).toBeVisible()
  await expectHearsNothingOf(anna, BOB_HZ)
  await expectHearsNothingOf(bob, ANNA_HZ)
  await expect(
    inVoice(bob, 'General', 'Anna Kim').getByRole('img', { name: 'Deafened' }),
  ).toBeVisible()
  await anna.page.keyboard.press('Control+Shift+D')
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)

  await anna.page.keyboard.press('Control+Shift+M')
  await expect(button(anna, 'Unmute')).toBeVisible()
})

test('with push-to-talk somebody is heard only while the key is held', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await changeSettings(anna, async (dialog) => {
    await dialog.getByRole('radio', { name: 'While I hold a key' }).check()
    await button(dialog, 'Change key').click()
    await anna.page.keyboard.press('KeyV')
    await expect(dialog.getByText('Hold V to talk')).toBeVisible()
  })
  await button(anna, 'Join voice').click()
  await expectInVoice(anna, 'Hold V to talk')
  await joinVoice(bob)
  await expectHears(anna, BOB_HZ)
  await expectHearsNothingOf(bob, ANNA_HZ)

  await button(anna, 'Mute').focus()
  await anna.page.keyboard.down('KeyV')
  await expectInVoice(anna, 'You are heard')
  await expectHears(bob, ANNA_HZ)
  await anna.page.keyboard.up('KeyV')
  await expectInVoice(anna, 'Hold V to talk')
  await expectHearsNothingOf(bob, ANNA_HZ)

  await anna.composer.focus()
  await anna.page.keyboard.down('KeyV')
  await expect(anna.composer).toHaveValue('v')
  await expectInVoice(anna, 'Hold V to talk')
  await anna.page.keyboard.up('KeyV')
})

test('somebody is made silent or quieter here without anybody else noticing', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  const carol = await openWithVoice(tabs, 'Carol', CAROL_HZ)
  for (const person of [anna, bob, carol]) await joinVoice(person)
  await expectHears(carol, ANNA_HZ)
  await expectHears(carol, BOB_HZ)

  const controls = await openControls(carol, 'Bob')
  const volume = controls.getByRole('slider', { name: 'Volume' })
  await expect(volume).toHaveValue('1')
  await volume.fill('0')
  await expectHearsNothingOf(carol, BOB_HZ)
  await expectHears(carol, ANNA_HZ)
  await expectHears(anna, BOB_HZ)
  await volume.fill('1')
  await expectHears(carol, BOB_HZ)

  await controls.getByRole('switch', { name: 'Mute for me' }).click()
  await expectHearsNothingOf(carol, BOB_HZ)
  await expectHears(carol, ANNA_HZ)
  await expect(
    controls.getByRole('button', { name: 'Take out of voice' }),
    'members moderate nobody',
  ).toHaveCount(0)
})

test('one click moves to another room, and leaving closes the microphone', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await joinVoice(anna)
  await joinVoice(bob)
  await expectHears(anna, BOB_HZ)

  await lineOf(bob, 'Music').hover()
  await button(bob, 'Join voice in Music').click()
  await expect(dock(bob).getByText('Music', { exact: true })).toBeVisible()
  await expectInVoice(bob)
  await expect(inVoice(anna, 'Music', 'Bob')).toBeVisible()
  await expectHearsNothingOf(anna, BOB_HZ)
  await expectHearsNothingOf(bob, ANNA_HZ)

  await lineOf(anna, 'Music').hover()
  await button(anna, 'Join voice in Music').click()
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)

  expect(await isRecording(bob.page)).toBe(true)
  await button(bob, 'Leave voice').click()
  await expect(dock(bob)).toHaveCount(0)
  await expect.poll(() => isRecording(bob.page)).toBe(false)
  await expectHearsNothingOf(anna, BOB_HZ)
  await expect(inVoice(anna, 'Music', 'Bob')).toHaveCount(0)
})

test('voice comes back after a reload and after the server was gone', async ({ tabs, server }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await joinVoice(anna)
  await joinVoice(bob)
  await expectHears(anna, BOB_HZ)

  // Coming in again is all there is to do: voice comes along.
  await bob.page.reload()
  await bob.joinHere('Bob')
  await expectInVoice(bob)
  await expectHears(bob, ANNA_HZ)
  await expectHears(anna, BOB_HZ)

  await server.crash()
  await expectInVoice(anna, 'Reconnecting…')
  await server.startAgain()
  await expectInVoice(anna)
  await expectInVoice(bob)
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
})

test('a moderator silences somebody, lets them speak, and takes them out', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await joinVoice(anna)
  await joinVoice(bob)
  await expectHears(anna, BOB_HZ)

  await button(await openControls(anna, 'Bob'), 'Silence in voice').click()
  await expectInVoice(bob, 'Silenced by a moderator')
  await expectHearsNothingOf(anna, BOB_HZ)
  await expect(
    inVoice(anna, 'General', 'Bob').getByRole('img', { name: 'Silenced by a moderator' }),
  ).toBeVisible()

  await button(await openControls(anna, 'Bob'), 'Let speak').click()
  await expectHears(anna, BOB_HZ)

  await button(await openControls(anna, 'Bob'), 'Take out of voice').click()
  await expect(dock(bob)).toHaveCount(0, PATIENCE)
  await expect(bob.page.getByText('A moderator took you out of voice in General.')).toBeVisible()
  await expect.poll(() => isRecording(bob.page)).toBe(false)
  await expectHearsNothingOf(anna, BOB_HZ)
})

test('another microphone is taken, lost and found again without leaving the voice', async ({
  tabs,
}) => {
  const HEADSET = 'Fake Audio Input 2'
  const HEADSET_HZ = 1_290
  const countPeers = async (context: BrowserContext): Promise<void> => {
    await context.addInitScript(() => {
      const Real = RTCPeerConnection
      Object.assign(window, { parleyPeers: 0 })
      window.RTCPeerConnection = class extends Real {
        constructor(configuration?: RTCConfiguration) {
          super(configuration)
          ;(window as unknown as { parleyPeers: number }).parleyPeers += 1
        }
      }
    })
  }
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ, countPeers)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await setVoiceOf(anna.page, HEADSET, HEADSET_HZ)
  await joinVoice(anna)
  await joinVoice(bob)
  await expectHears(bob, ANNA_HZ)

  await button(dock(anna), 'Audio devices').click()
  await anna.page.getByLabel('Microphone', { exact: true }).selectOption({ label: HEADSET })
  await anna.page.keyboard.press('Escape')
  await expectHears(bob, HEADSET_HZ)
  await expectHearsNothingOf(bob, ANNA_HZ)

  await plug(anna.page, HEADSET, false)
  await expectHears(bob, ANNA_HZ)
  await expect(anna.page.getByText(`“${HEADSET}” is gone.`)).toBeVisible()
  await plug(anna.page, HEADSET, true)
  await expectHears(bob, HEADSET_HZ)
  await anna.page.getByRole('button', { name: 'Undo' }).click()
  await expectHears(bob, ANNA_HZ)
  await expectHearsNothingOf(bob, HEADSET_HZ)

  // All that time on one connection, on which she heard him.
  await expectHears(anna, BOB_HZ)
  expect(
    await anna.page.evaluate(() => (window as unknown as { parleyPeers: number }).parleyPeers),
  ).toBe(1)
})

test('without a microphone one listens, is told why, and tries again', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await joinVoice(anna)
  await setMicrophone(bob.page, 'refused')
  await button(bob, 'Join voice').click()
  await expectInVoice(bob, 'Listening only')
  await expect(dock(bob).getByRole('alert')).toContainText('Parley may not use the microphone.')
  await expectHears(bob, ANNA_HZ)
  await expectHearsNothingOf(anna, BOB_HZ)

  await setMicrophone(bob.page, 'busy')
  await button(dock(bob), 'Try again').click()
  await expect(dock(bob).getByRole('alert')).toContainText('Another program may be using it')
  await setMicrophone(bob.page, 'open')
  await button(dock(bob), 'Try again').click()
  await expect(dock(bob).getByRole('alert')).toHaveCount(0)
  await expectHears(anna, BOB_HZ)
})

test('everything about voice is there for assistive technology, wide and narrow', async ({
  tabs,
}) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await joinVoice(anna)
  const news = anna.page.locator('[data-voice-news]')
  await expect(news).toHaveText('Joined voice in General.')
  await joinVoice(bob)
  await expect(news).toHaveText('Bob joined voice.')
  await button(anna, 'Mute').click()
  await expect(news).toHaveText('Muted.')
  await button(anna, 'Unmute').click()
  await expect(news).toHaveText('Unmuted.')
  await expectAccessible(anna.page)

  await openControls(anna, 'Bob')
  await expectAccessible(anna.page)
  await anna.page.keyboard.press('Escape')
  await button(dock(anna), 'Audio devices').click()
  await expectAccessible(anna.page)
  await anna.page.keyboard.press('Escape')
  await dock(anna)
    .getByRole('button', { name: /^Voice connection: / })
    .click()
  await expect(anna.page.getByRole('img', { name: /^Delay of the last minute: / })).toBeVisible()
  await expectAccessible(anna.page)
  await anna.page.keyboard.press('Escape')
  await changeSettings(anna, async (dialog) => {
    await button(dialog, 'Test microphone').click()
    const meter = dialog.getByRole('meter', { name: 'Microphone level' })
    await expect
      .poll(async () => Number(await meter.getAttribute('aria-valuenow')))
      .toBeGreaterThan(0)
    await expectHears(anna, ANNA_HZ)
    await expectAccessible(anna.page)
    await button(dialog, 'Stop test').click()
  })
  await expectHearsNothingOf(anna, ANNA_HZ)

  await bob.page.setViewportSize({ width: 390, height: 760 })
  await expect(button(bob, 'Mute')).toBeVisible()
  await expectAccessible(bob.page)
  await button(bob, 'Show rooms').click()
  await expect(bob.page.getByRole('dialog').getByRole('region', { name: 'Voice' })).toBeVisible()
  await expectAccessible(bob.page)
  await bob.page.keyboard.press('Escape')
  await expect(bob.page.getByRole('dialog')).toHaveCount(0)
  await button(bob, 'Leave voice').click()
  await expect(news).toHaveText('Bob left voice.')
})
