import { closeClients, connect } from '../support/client.ts'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import { button } from '../support/e2e/conversations.ts'
import {
  giveEar,
  isRecording,
  loudness,
  peak,
  playIntoMicrophone,
  setMicrophone,
} from '../support/e2e/fake-microphone.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { soundIn } from '../support/e2e/recorded-sound.ts'
import { expect, test } from '../support/e2e/test.ts'
import { dataUrl, speak } from '../support/media.ts'
import { melody, wav } from '../support/sounds.ts'
import {
  ANNA_HZ,
  BOB_HZ,
  HEARD_DB,
  PATIENCE,
  openWithVoice,
  SILENT_DB,
} from '../support/e2e/voice.ts'
import { expectTune, noteBar, play, received, recordTo, TUNE } from '../support/e2e/voice-notes.ts'

/** It is Anna's voice, and nobody else's. */
async function expectAnnasVoice(person: ParleyPage, bytes: Buffer, seconds: number): Promise<void> {
  const { duration, tones } = await soundIn(person.page, bytes, [ANNA_HZ, BOB_HZ])
  expect(duration).toBeGreaterThan(seconds - 0.5)
  const [annas = 0, bobs = 0] = tones.map(({ loudest }) => loudest)
  expect(annas).toBeGreaterThan(HEARD_DB)
  // A busy machine leaves gaps in a tone, which click at all frequencies.
  expect(bobs).toBeLessThan(annas - 15)
}

test('a voice message is recorded, heard, gone on with, sent, and played by the other', async ({
  tabs,
}) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await button(anna, 'Record voice message').click()
  await recordTo(anna, 1)
  expect(await isRecording(anna.page)).toBe(true)
  await expectAccessible(anna.page)

  await button(anna, 'Pause recording').click()
  await expect.poll(() => isRecording(anna.page)).toBe(false)
  await button(anna, 'Listen before sending').click()
  await expectAccessible(anna.page)
  await button(anna, 'Continue recording').click()
  await recordTo(anna, 3)
  await button(anna, 'Send voice message').click()
  await expect(anna.composer).toBeFocused()
  await expect.poll(() => isRecording(anna.page)).toBe(false)

  await expect(received(anna)).toHaveCount(1)
  await expect(received(bob)).toHaveCount(1)
  await expectAnnasVoice(bob, await play(bob), 3)
  const position = received(bob).getByRole('slider', { name: 'Position' })
  await button(received(bob), 'Pause voice message')
    .or(button(received(bob), 'Play voice message'))
    .click()
  await position.fill('2')
  await expect(position).toHaveAttribute('aria-valuetext', /^0:02 of 0:0\d$/)
  await expectAccessible(bob.page)
  expect(tabs.consoleErrors).toEqual([])
})

test('what the other one gets is what the microphone heard', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await playIntoMicrophone(anna.page, TUNE)
  await button(anna, 'Record voice message').click()
  await recordTo(anna, 4)
  await button(anna, 'Pause recording').click()
  await button(anna, 'Listen before sending').click()
  await button(anna, 'Send voice message').click()
  await expectTune(bob, await play(bob))
})

test('a voice message is heard from where and as fast as one likes, as high as it was', async ({
  tabs,
  server,
}) => {
  const anna = await tabs.open({}, giveEar)
  await anna.joinHere('Anna Kim')
  const ben = await connect(server.origin)
  await ben.join('general', 'Ben')
  const [FIRST_HZ, LAST_HZ] = [500, 1_300]
  const audio = dataUrl(melody([FIRST_HZ, 900, LAST_HZ], 30), 'audio/wav')
  await speak(ben, 'general', { audio, duration: 90 })
  closeClients()
  const heard = (hertz: number) => expect.poll(() => loudness(anna.page, hertz), PATIENCE)
  const position = received(anna).getByRole('slider', { name: 'Position' })
  /** Seconds of the message in a second. */
  const speed = (): Promise<number> =>
    position.evaluate(async (slider) => {
      const { value } = slider as HTMLInputElement
      const since = performance.now()
      await new Promise((later) => setTimeout(later, 3_000))
      const passed = (performance.now() - since) / 1_000
      return (Number((slider as HTMLInputElement).value) - Number(value)) / passed
    })
  const choose = async (what: 'Speed' | 'Volume', value: string): Promise<void> => {
    await button(received(anna), /^Speed /).click()
    const menu = anna.page.getByRole('group', { name: `${what} of Ben` })
    await menu.getByRole('menuitemradio', { name: value, exact: true }).click()
  }
  // What is made louder is heard by the ear of tests.
  await choose('Volume', '2×')
  await button(anna, 'Play voice message').click()
  await heard(FIRST_HZ).toBeGreaterThan(HEARD_DB)
  await position.fill('65')
  await heard(LAST_HZ).toBeGreaterThan(HEARD_DB)
  await heard(FIRST_HZ).toBeLessThan(SILENT_DB)
  for (const times of [2, 0.5]) {
    await choose('Speed', `${times}×`)
    await position.fill('1')
    await expect.poll(async () => Math.abs((await speed()) / times - 1), PATIENCE).toBeLessThan(0.2)
    await position.fill('1')
    await heard(FIRST_HZ).toBeGreaterThan(HEARD_DB)
  }
})

test('holding the button records for as long, and letting go sends', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  await button(anna, 'Record voice message').hover()
  await anna.page.mouse.down()
  await recordTo(anna, 1)
  await anna.page.mouse.up()
  await expect(received(anna)).toHaveCount(1)
  await expect(noteBar(anna)).toHaveCount(0)
  await expectAnnasVoice(anna, await play(anna), 1)
})

test('a recording goes on in another room, can be discarded, and comes back', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  await button(anna, 'Record voice message').click()
  await recordTo(anna, 1)
  await anna.openRoom('Music')
  await expect(anna.page.getByText('Recording a voice message for General')).toBeVisible()
  expect(await isRecording(anna.page)).toBe(true)
  await expectAccessible(anna.page)
  await button(anna, 'Go there').click()
  await expect(noteBar(anna)).toBeVisible()

  await anna.page.keyboard.press('Escape')
  await expect(noteBar(anna)).toHaveCount(0)
  await expect.poll(() => isRecording(anna.page)).toBe(false)
  await button(anna, 'Undo').click()
  await button(anna, 'Send voice message').click()
  await expectAnnasVoice(anna, await play(anna), 1)
})

test('what a closed page interrupted is found again, and goes out once the server is back', async ({
  tabs,
  server,
}) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  await button(anna, 'Record voice message').click()
  await recordTo(anna, 2)
  await anna.page.reload()
  await anna.nameField.fill('Anna Kim')
  await anna.page.getByRole('button', { name: /^Join/ }).click()
  await expect(noteBar(anna)).toBeVisible()
  await expectAccessible(anna.page)

  await server.crash()
  await button(anna, 'Send voice message').click()
  await expect(received(anna)).toHaveCount(1)
  await expect(button(received(anna), 'Play voice message')).toBeDisabled()
  await server.startAgain()
  await expect(button(received(anna), 'Play voice message')).toBeEnabled(PATIENCE)
  // The last second may have gone with the page.
  await expectAnnasVoice(anna, await play(anna), 1)
})

test('what is listened to goes on elsewhere, as fast as one likes, and is followed by the next', async ({
  anna,
  server,
}) => {
  const ben = await connect(server.origin)
  await ben.join('general', 'Ben')
  await speak(ben, 'general', { audio: dataUrl(wav(20), 'audio/wav'), duration: 20 })
  await speak(ben, 'general', { audio: dataUrl(wav(30), 'audio/wav'), duration: 30 })
  closeClients()
  await expect(received(anna)).toHaveCount(2)
  const [first, second] = [received(anna).nth(0), received(anna).nth(1)]
  await button(first, 'Speed 1×').click()
  const speed = anna.page.getByRole('group', { name: 'Speed of Ben' })
  await speed.getByRole('menuitemradio', { name: '2×' }).click()
  await expect(button(second, 'Speed 2×')).toBeVisible()
  await button(first, 'Play voice message').click()
  await expect(button(first, 'Pause voice message')).toBeVisible(PATIENCE)

  await anna.openRoom('Music')
  const bar = anna.page.getByRole('group', { name: 'Voice message that plays' })
  await expect(bar).toContainText('Ben in General')
  await expectAccessible(anna.page)
  await button(bar, 'Pause voice message').click()
  await button(bar, 'Play voice message').click()
  await button(bar, 'Ben in General').click()
  await expect(bar).toHaveCount(0)
  await expect(button(second, 'Pause voice message')).toBeVisible(PATIENCE)
  await expect(button(first, 'Play voice message')).toBeVisible()
  await expectAccessible(anna.page)
})

test('a voice message becomes as much louder as was asked for, and never clips', async ({
  tabs,
  server,
}) => {
  const anna = await tabs.open({}, giveEar)
  await anna.joinHere('Anna Kim')
  const ben = await connect(server.origin)
  await ben.join('general', 'Ben')
  const HZ = 500
  for (const amplitude of [10, 127]) {
    const audio = dataUrl(wav(120, HZ, amplitude), 'audio/wav')
    await speak(ben, 'general', { audio, duration: 120 })
  }
  closeClients()
  const [quiet, loud] = [received(anna).nth(0), received(anna).nth(1)]
  const amplify = async (times: number): Promise<void> => {
    await button(quiet, /^Speed 1×/).click()
    const volume = anna.page.getByRole('group', { name: 'Volume of Ben' })
    await volume.getByRole('menuitemradio', { name: `${times}×` }).click()
    await expect(button(quiet, `Speed 1×, volume ${times}×`)).toBeVisible()
  }
  await amplify(2)
  await button(quiet, 'Play voice message').click()
  await expect.poll(() => loudness(anna.page, HZ), PATIENCE).toBeGreaterThan(HEARD_DB)
  const level = (): Promise<number> => loudness(anna.page, HZ)
  const twice = await level()
  await amplify(4)
  const toDecibels = 20 * Math.log10(2)
  await expect.poll(async () => Math.abs((await level()) - twice - toDecibels)).toBeLessThan(1)

  await button(loud, 'Play voice message').click()
  await expect.poll(level, PATIENCE).toBeGreaterThan(twice + toDecibels)
  expect(await peak(anna.page)).toBeLessThanOrEqual(1)
})

test('without a microphone nothing is recorded, and one is told why', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  await setMicrophone(anna.page, 'refused')
  await button(anna, 'Record voice message').click()
  await expect(anna.page.getByText('Parley may not use the microphone.')).toBeVisible()
  await expect(noteBar(anna)).toHaveCount(0)
  await expect(anna.composer).toBeVisible()
})

test('what was not listened to is marked, and what was left goes on from there after a reload', async ({
  anna,
  server,
}) => {
  const bob = await connect(server.origin)
  await bob.join('general', 'Bob')
  await speak(bob, 'general', { audio: dataUrl(wav(60), 'audio/wav'), duration: 60 })
  closeClients()
  const isNew = anna.page.getByRole('group', { name: 'Voice message, not listened to yet' })
  await expect(isNew).toHaveCount(1)
  await expectAccessible(anna.page)
  await button(received(anna), 'Play voice message').click()
  await expect(isNew).toHaveCount(0)
  const position = received(anna).getByRole('slider', { name: 'Position' })
  await position.fill('40')
  await button(received(anna), 'Pause voice message').click()
  await expect(button(received(anna), 'Play voice message')).toBeVisible()
  await anna.page.reload()
  await button(anna, /^Join/).click()
  await expect(position).toHaveAttribute('aria-valuetext', /^0:4\d of 1:00$/, PATIENCE)
  await button(received(anna), 'Play voice message').click()
  await expect(button(received(anna), 'Pause voice message')).toBeVisible(PATIENCE)
  await expect(position).toHaveAttribute('aria-valuetext', /^0:4\d of 1:00$/)
  await expect(isNew).toHaveCount(0)
})
