import { expect, type Locator } from '@playwright/test'
import { melody } from '../sounds.ts'
import { button } from './conversations.ts'
import type { ParleyPage } from './parley-page.ts'
import { soundIn } from './recorded-sound.ts'
import { HEARD_DB, PATIENCE } from './voice.ts'

export const noteBar = (person: ParleyPage): Locator =>
  person.page.getByRole('group', { name: 'Voice message being recorded' })

/** Until so many seconds or more are recorded, below ten. */
export async function recordTo(person: ParleyPage, seconds: number): Promise<void> {
  await expect
    .poll(
      async () => Number((await noteBar(person).getByRole('timer').innerText()).at(-1)),
      PATIENCE,
    )
    .toBeGreaterThanOrEqual(seconds)
}

export const received = (person: ParleyPage): Locator =>
  person.messages.getByRole('group', { name: 'Voice message' })

/** Plays the only voice message there is. @returns what the server handed out for it */
export async function play(person: ParleyPage): Promise<Buffer> {
  const fetched = person.page.waitForRequest(/\/api\/media\//)
  await button(received(person), 'Play voice message').click()
  await expect(button(received(person), 'Pause voice message')).toBeVisible(PATIENCE)
  const file = await fetch((await fetched).url())
  return Buffer.from(await file.arrayBuffer())
}

const TONES = [500, 900, 1_300, 1_700] as const
const EACH_S = 0.8

/** Something to say that nobody takes for anything else, of three seconds. */
export const TUNE = melody(TONES, EACH_S)

/** What was recorded begins with the tune: every tone of it, in this order, each for as long. */
export async function expectTune(person: ParleyPage, recorded: Buffer): Promise<void> {
  const { tones } = await soundIn(person.page, recorded, TONES)
  for (const { loudest } of tones) expect(loudest).toBeGreaterThan(HEARD_DB)
  const begins = tones.map(({ from }) => from ?? Number.NaN)
  for (const [index, begin] of begins.entries()) {
    // It is looked for in steps of 0.2 s, and a busy machine stops for a moment.
    expect(Math.abs(begin - (begins[0] ?? 0) - index * EACH_S)).toBeLessThan(0.45)
  }
}
