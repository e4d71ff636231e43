import type { Download, Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'

/** What is in a file of sound. */
export interface RecordedSound {
  readonly name: string
  /** In seconds. */
  readonly duration: number
  /**
   * For each frequency that was asked for: how loud it gets for longer than a click, which has all
   * frequencies in it, in decibels, and when it is first there.
   */
  readonly tones: readonly { readonly loudest: number; readonly from: number | null }[]
}

/** Decodes a download with the means of a browser, and looks for tones in it. */
export async function soundOf(
  page: Page,
  download: Download,
  frequencies: readonly number[],
): Promise<RecordedSound> {
  const measured = await soundIn(page, await readFile(await download.path()), frequencies)
  return { name: download.suggestedFilename(), ...measured }
}

/** The same for a file that is here already. */
export const soundIn = (
  page: Page,
  bytes: Buffer,
  frequencies: readonly number[],
): Promise<Omit<RecordedSound, 'name'>> =>
  page.evaluate(measureSound, { base64: bytes.toString('base64'), frequencies })

/** Runs in the page, so that it uses nothing from outside of itself. */
async function measureSound(about: {
  readonly base64: string
  readonly frequencies: readonly number[]
}): Promise<Omit<RecordedSound, 'name'>> {
  const HEARD_DB = -45
  const BLOCK_S = 0.2
  const bytes = Uint8Array.from(atob(about.base64), (letter) => letter.charCodeAt(0))
  const context = new OfflineAudioContext(1, 1, 48_000)
  const sound = await context.decodeAudioData(bytes.buffer)
  const samples = sound.getChannelData(0)
  const length = Math.round(BLOCK_S * sound.sampleRate)

  /** Amplitude of one frequency in a block, by a single line of a Fourier transform with a Hann window. */
  const levelAt = (start: number, frequency: number): number => {
    let [re, im] = [0, 0]
    for (let index = 0; index < length; index += 1) {
      const hann = 1 - Math.cos((2 * Math.PI * index) / length)
      const angle = (2 * Math.PI * frequency * index) / sound.sampleRate
      const sample = (samples[start + index] ?? 0) * hann
      re += sample * Math.cos(angle)
      im += sample * Math.sin(angle)
    }
    return 20 * Math.log10(Math.max((2 * Math.hypot(re, im)) / length, 1e-10))
  }

  const tones = about.frequencies.map((frequency) => {
    let loudest = -200
    let before = -200
    let from: number | null = null
    for (let start = 0; start + length <= samples.length; start += length) {
      const level = levelAt(start, frequency)
      loudest = Math.max(loudest, Math.min(before, level))
      before = level
      if (from === null && level > HEARD_DB) from = start / sound.sampleRate
    }
    return { loudest, from }
  })
  return { duration: sound.duration, tones }
}
