import type { Download } from '@playwright/test'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import { button } from '../support/e2e/conversations.ts'
import { loudestSince } from '../support/e2e/fake-microphone.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { soundOf } from '../support/e2e/recorded-sound.ts'
import { expect, test } from '../support/e2e/test.ts'
import {
  ANNA_HZ,
  BOB_HZ,
  CAROL_HZ,
  HEARD_DB,
  SILENT_DB,
  PATIENCE,
  dock,
  openWithVoice,
  joinVoice,
  expectHears,
} from '../support/e2e/voice.ts'

const TONES = [ANNA_HZ, BOB_HZ, CAROL_HZ]

/** The highest note of the chime that tells of a recording. */
const CHIME_HZ = 784

/** To be called before the chime: it is over sooner than anybody can be sure to look. */
async function expectChime(person: ParleyPage): Promise<() => Promise<void>> {
  const loudest = () => loudestSince(person.page, CHIME_HZ)
  expect(await loudest()).toBeLessThan(SILENT_DB)
  return () => expect.poll(loudest, PATIENCE).toBeGreaterThan(HEARD_DB)
}

async function changeRole(person: ParleyPage, name: string, role: string): Promise<void> {
  const options = button(person, `Options for ${name}`)
  await options.focus()
  await options.press('Enter')
  await person.page.getByRole('menuitemradio', { name: role, exact: true }).click()
  await person.page.keyboard.press('Escape')
}

async function startRecording(person: ParleyPage, files: string): Promise<void> {
  await button(dock(person), 'Record').click()
  const dialog = person.page.getByRole('dialog', { name: 'Record this room?' })
  await dialog.getByRole('radio', { name: files }).click()
  await expectAccessible(person.page)
  await button(dialog, 'Start recording').click()
  await expect(dock(person).getByText('You record', { exact: true })).toBeVisible(PATIENCE)
}

/** For how long it has been recorded, as the dock shows it, in seconds. */
async function recorded(person: ParleyPage): Promise<number> {
  const [minutes, seconds] = (await dock(person).getByRole('time').innerText()).split(':')
  return Number(minutes) * 60 + Number(seconds)
}

/** Until so many more seconds were recorded. */
async function recordFor(person: ParleyPage, seconds: number): Promise<void> {
  const end = (await recorded(person)) + seconds
  await expect.poll(() => recorded(person), PATIENCE).toBeGreaterThanOrEqual(end)
}

/** Stops, and waits for so many files. */
async function stopRecording(person: ParleyPage, count: number): Promise<readonly Download[]> {
  const downloads: Download[] = []
  const collect = (download: Download): void => void downloads.push(download)
  person.page.on('download', collect)
  await button(dock(person), 'Stop recording').click()
  await expect.poll(() => downloads.length, PATIENCE).toBe(count)
  await expect(dock(person).getByText('You record')).toHaveCount(0)
  await expect(button(dock(person), 'Record')).toBeEnabled()
  person.page.off('download', collect)
  return downloads
}

test('a room is recorded, everybody knows, and the files hold who was there', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  const carol = await openWithVoice(tabs, 'Carol', CAROL_HZ)
  await joinVoice(anna)
  await joinVoice(bob)
  await expectHears(anna, BOB_HZ)

  // What Bob is to hear is heard without his chimes, which he has switched off.
  await button(bob, 'Settings').click()
  const settings = bob.page.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('switch', { name: 'Sounds when somebody comes or goes' }).click()
  await button(settings, 'Close').click()
  const toBeHeard = await expectChime(bob)

  await startRecording(anna, 'One file for everybody together')
  await toBeHeard()
  await expect(dock(bob).getByText('Anna Kim records', { exact: true })).toBeVisible()
  await expect(bob.page.locator('[data-voice-news]')).toHaveText('Anna Kim records.')
  await expectAccessible(bob.page)

  // Carol is not in voice, and sees what she would step into.
  await expect(button(carol, 'Join voice')).toHaveAccessibleDescription('Anna Kim records')
  await expect(carol.page.getByText('Anna Kim records', { exact: true }).first()).toBeVisible()
  const wide = carol.page.viewportSize()
  await carol.page.setViewportSize({ width: 390, height: 760 })
  await expect(carol.page.getByText('Anna Kim records in General')).toBeVisible()
  await expectAccessible(carol.page)
  await carol.page.setViewportSize(wide ?? { width: 1280, height: 720 })
  const toBeHeardOnArrival = await expectChime(carol)
  await joinVoice(carol)
  await toBeHeardOnArrival()
  await expect(carol.page.locator('[data-voice-news]')).toContainText('Anna Kim records.')
  await expectHears(anna, CAROL_HZ)
  await recordFor(anna, 2)

  const [together] = await stopRecording(anna, 1)
  if (!together) throw new Error('There is no file')
  const mix = await soundOf(anna.page, together, TONES)
  expect(mix.name).toMatch(/^Parley General \d{4}-\d\d-\d\d \d\d-\d\d\.webm$/)
  expect(mix.duration).toBeGreaterThan(2)
  for (const { loudest } of mix.tones) expect(loudest).toBeGreaterThan(HEARD_DB)
  await expect(dock(bob).getByText('Anna Kim records')).toHaveCount(0)
  await expect(button(carol, 'Join voice')).toHaveCount(0)

  // Carol comes late this time, Anna listens to nobody, and has Bob muted for herself.
  await button(carol, 'Leave voice').click()
  await expect(dock(carol)).toHaveCount(0)
  await anna.page
    .getByRole('list', { name: 'In voice in General' })
    .getByRole('button', { name: 'Bob' })
    .click()
  const controls = anna.page.getByRole('dialog', { name: 'Bob in voice' })
  await controls.getByRole('switch', { name: 'Mute for me' }).click()
  await anna.page.keyboard.press('Escape')
  await button(anna, 'Deafen').click()
  await startRecording(anna, 'One file for each person')
  await recordFor(anna, 5)
  await joinVoice(carol)
  await expect(
    anna.page.getByRole('list', { name: 'In voice in General' }).getByRole('button', {
      name: 'Carol',
    }),
  ).toHaveAccessibleDescription('Speaking', PATIENCE)
  await recordFor(anna, 2)

  const files = await stopRecording(anna, 3)
  const sounds = await Promise.all(files.map((file) => soundOf(anna.page, file, TONES)))
  const of = (name: string) => {
    const found = sounds.find((sound) => sound.name.endsWith(` ${name}.webm`))
    if (!found) throw new Error(`No file of ${name} among ${sounds.map((one) => one.name).join()}`)
    return found
  }
  for (const [name, tone] of [
    ['Bob', 1],
    ['Carol', 2],
  ] as const) {
    of(name).tones.forEach(({ loudest }, index) => {
      if (index === tone) expect(loudest, name).toBeGreaterThan(HEARD_DB)
      else expect(loudest, `${TONES[index]} Hz in the file of ${name}`).toBeLessThan(SILENT_DB)
    })
  }
  // Deafened is muted as well, so nobody heard Anna.
  for (const { loudest } of of('Anna Kim').tones) expect(loudest).toBeLessThan(SILENT_DB)
  // All begin together, however late somebody came. On a busy machine sound has gaps, and the time in a
  // file is shorter than that on the clock.
  expect(of('Bob').tones[1]?.from).toBeLessThan(2)
  expect(of('Carol').tones[2]?.from).toBeGreaterThan(2)
  for (const { duration } of sounds) {
    expect(Math.abs(duration - of('Bob').duration)).toBeLessThan(1)
  }
  expect(tabs.consoleErrors).toEqual([])
})

test('leaving ends a recording and saves it, and closing the page asks first', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await joinVoice(anna)
  await joinVoice(bob)
  await startRecording(anna, 'One file for everybody together')
  await expect(dock(bob).getByText('Anna Kim records', { exact: true })).toBeVisible()
  await recordFor(anna, 1)

  const asked = anna.page.waitForEvent('dialog')
  await anna.page.close({ runBeforeUnload: true })
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()

  const saved = anna.page.waitForEvent('download')
  await button(anna, 'Leave voice').click()
  await expect(
    anna.page.getByText('The recording ended with your stay in voice.', { exact: false }),
  ).toBeVisible()
  const { tones } = await soundOf(bob.page, await saved, TONES)
  expect(tones[0]?.loudest).toBeGreaterThan(HEARD_DB)
  await expect(dock(bob).getByText('Anna Kim records')).toHaveCount(0)
})

test('a guest is not offered to record', async ({ tabs }) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ)
  await joinVoice(bob)
  await expect(button(dock(bob), 'Record')).toBeVisible()
  await startRecording(bob, 'One file for everybody together')
  await joinVoice(anna)
  const saved = bob.page.waitForEvent('download')
  await changeRole(anna, 'Bob', 'Guest')
  await saved
  await expect(button(dock(bob), 'Record')).toHaveCount(0)
  await expect(dock(anna).getByText('Bob records')).toHaveCount(0)
})
