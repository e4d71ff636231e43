import { button } from '../support/e2e/conversations.ts'
import { loudness, setSpeaking, speakBesideFan } from '../support/e2e/fake-microphone.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { expect, test } from '../support/e2e/test.ts'
import {
  ANNA_HZ,
  BOB_HZ,
  PATIENCE,
  expectHears,
  expectHearsNothingOf,
  joinVoice,
  openWithVoice,
} from '../support/e2e/voice.ts'

/** Where the vowel is loud, and where the fan is. */
const VOICE_HZ = 700
const FAN_HZ = 60

/** A fan is heard as hiss, whose level at a single frequency is lower than that of a tone. */
const FAN_HEARD_DB = -60
const FAN_GONE_DB = -75

const fan = (listener: ParleyPage) =>
  expect.poll(() => loudness(listener.page, FAN_HZ), { ...PATIENCE, message: 'the fan' })

async function suppress(person: ParleyPage, how: string): Promise<void> {
  await button(person, 'Settings').click()
  const dialog = person.page.getByRole('dialog', { name: 'Settings' })
  await dialog
    .getByRole('radiogroup', { name: 'Noise suppression' })
    .getByRole('radio', { name: how })
    .click()
  await button(dialog, 'Close').click()
}

test('strong noise suppression takes out a fan and leaves the voice', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await speakBesideFan(anna.page)
  await joinVoice(anna)
  await joinVoice(bob)
  await expectHears(bob, VOICE_HZ)
  await setSpeaking(anna.page, false)
  await fan(bob).toBeGreaterThan(FAN_HEARD_DB)

  await suppress(anna, 'Strong')
  await fan(bob).toBeLessThan(FAN_GONE_DB)
  await setSpeaking(anna.page, true)
  await expectHears(bob, VOICE_HZ)

  await button(anna, 'Mute').click()
  await expectHearsNothingOf(bob, VOICE_HZ)
  await button(anna, 'Unmute').click()
  await expectHears(bob, VOICE_HZ)

  await setSpeaking(anna.page, false)
  await fan(bob).toBeLessThan(FAN_GONE_DB)
  await suppress(anna, 'Off')
  await fan(bob).toBeGreaterThan(FAN_HEARD_DB)
  expect(tabs.consoleErrors).toEqual([])
})

test('where it cannot be had, the voice goes out all the same, and the settings say so', async ({
  tabs,
}) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ, async (context) => {
    await context.route('**/rnnoise*.wasm', (route) => route.abort())
  })
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await joinVoice(anna)
  await joinVoice(bob)
  await suppress(anna, 'Strong')
  await button(anna, 'Settings').click()
  await expect(
    anna.page.getByText('Strong noise suppression does not work here at the moment'),
  ).toBeVisible()
  await anna.page.keyboard.press('Escape')
  await expectHears(bob, ANNA_HZ)
})
