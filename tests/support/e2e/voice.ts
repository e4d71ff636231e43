import { expect, type BrowserContext, type Locator } from '@playwright/test'
import { button } from './conversations.ts'
import { giveVoice, loudness } from './fake-microphone.ts'
import type { ParleyPage } from './parley-page.ts'
import type { Tabs } from './tab.ts'

/**
 * Tones that are no multiples of each other, so that the overtones of one are not taken for another, and
 * none of the notes of a chime, which sounds at whoever steps in.
 */
export const ANNA_HZ = 540
export const BOB_HZ = 700
export const CAROL_HZ = 1010

/** A voice at its usual loudness is at about -20 dB; what is left of a tone elsewhere, below -60. */
export const HEARD_DB = -45
export const SILENT_DB = -60

/** A connection has to be made before anything is heard: on a slow machine not with the first try. */
export const PATIENCE = { timeout: 60_000 }

/** What voice one is in, wherever that is shown. */
export const dock = (person: ParleyPage): Locator =>
  person.page.getByRole('region', { name: 'Voice' })

/** Somebody with a voice of their own, in General. */
export async function openWithVoice(
  tabs: Tabs,
  name: string,
  frequency: number,
  prepare: (context: BrowserContext) => Promise<void> = async () => {},
): Promise<ParleyPage> {
  const person = await tabs.open({ permissions: ['microphone'] }, async (context) => {
    await giveVoice(context, frequency)
    await prepare(context)
  })
  await person.joinHere(name)
  return person
}

export async function joinVoice(person: ParleyPage): Promise<void> {
  await button(person, 'Join voice').click()
  await expectInVoice(person)
}

export async function expectInVoice(person: ParleyPage, words = 'Voice connected'): Promise<void> {
  await expect(dock(person).getByText(words, { exact: true })).toBeVisible(PATIENCE)
}

export const expectHears = (person: ParleyPage, frequency: number): Promise<void> =>
  expect
    .poll(() => loudness(person.page, frequency), { ...PATIENCE, message: `hears ${frequency} Hz` })
    .toBeGreaterThan(HEARD_DB)

export const expectHearsNothingOf = (person: ParleyPage, frequency: number): Promise<void> =>
  expect
    .poll(() => loudness(person.page, frequency), {
      ...PATIENCE,
      message: `hears nothing at ${frequency} Hz`,
    })
    .toBeLessThan(SILENT_DB)
