import type { Browser, Page } from '@playwright/test'
import { setTimeout as sleep } from 'node:timers/promises'
import { VOICE_LANES } from '#shared/domain/voice.ts'
import { setSpeaking } from '../tests/support/e2e/fake-microphone.ts'
import type { ParleyPage } from '../tests/support/e2e/parley-page.ts'
import { joinVoice } from '../tests/support/e2e/voice.ts'
import { removeTemporaryFolders, startServer } from '../tests/support/start-server.ts'
import { openAppPage } from './app-page.ts'
import type { Benchmark, Row } from './benchmark.ts'
import { launchChromium } from './chromium.ts'
import { installWords, type PageOfWords } from './first-word-page.ts'
import { percentileOf } from './guests.ts'
import { installSound } from './page-sound.ts'
import { startVoiceClients, type VoiceClients } from './voice-clients.ts'
import { enterVoice, joinForVoice } from './voice-guest.ts'

const WORDS = 30
const WORD_MS = 1_000
/** So long that browsers send nothing meanwhile, and that buffers and lanes count it as over. */
const QUIET_MS = 2_000

const ask = <Got>(page: Page, what: (words: PageOfWords) => Got | Promise<Got>): Promise<Got> =>
  page.evaluate(`(${what.toString()})(window.words)`) as Promise<Got>

interface Room {
  readonly anna: ParleyPage
  readonly bob: ParleyPage
  readonly others: VoiceClients | null
}

/** More than there are lanes, and all of them talk, so that whoever is silent loses the own lane. */
async function letOthersTalk({ others }: Room): Promise<void> {
  if (!others) return
  others.tell({ type: 'talk' })
  await sleep(WORD_MS)
  others.tell({ type: 'hush' })
}

/** From the moment in which somebody opens the mouth, in milliseconds: at the other end, and by the yardstick. */
async function sayOneWord(room: Room): Promise<{ readonly word: number; readonly plain: number }> {
  const { anna, bob } = room
  await setSpeaking(anna.page, false)
  await letOthersTalk(room)
  await sleep(QUIET_MS)
  for (const { page } of [anna, bob]) {
    await ask(page, (words) => void (words.onsets.length = words.plainOnsets.length = 0))
  }
  const began = await setSpeaking(anna.page, true)
  await sleep(WORD_MS)
  const [word = Infinity] = await ask(bob.page, ({ onsets }) => onsets)
  const [plain = Infinity] = await ask(anna.page, ({ plainOnsets }) => plainOnsets)
  return { word: word - began, plain: plain - began }
}

async function fill(others: VoiceClients, port: number, crowd: number): Promise<void> {
  for (let id = 0; id < crowd; id += 1) {
    await enterVoice(others, await joinForVoice(port, id), { id, sends: 'sound' })
  }
}

async function measure(browser: Browser, crowd: number): Promise<readonly Row[]> {
  const server = await startServer()
  const others = crowd > 0 ? startVoiceClients() : null
  if (others) await fill(others, server.port, crowd)
  const open = (name: string, hertz: number): Promise<ParleyPage> =>
    openAppPage(browser, server.origin, { name, hertz }, [installSound, installWords])
  const [anna, bob] = [await open('Anna', 540), await open('Bob', 700)]
  // What is heard of the one who listens would be taken for the word.
  await setSpeaking(bob.page, false)
  for (const person of [anna, bob]) await joinVoice(person)
  await ask(anna.page, (words) => words.callItself())
  const words: number[] = []
  const plain: number[] = []
  for (let turn = 0; turn < WORDS; turn += 1) {
    const said = await sayOneWord({ anna, bob, others })
    words.push(said.word)
    plain.push(said.plain)
  }
  for (const { page } of [anna, bob]) await page.context().close()
  await others?.stop()
  await server.stop()
  return [
    { name: 'a plain call within one page', values: valuesOf(plain) },
    { name: `in a room with ${crowd + 2} people`, values: valuesOf(words) },
  ]
}

const valuesOf = (delays: readonly number[]): Row['values'] => ({
  p50: percentileOf(delays, 0.5),
  p95: percentileOf(delays, 0.95),
  most: Math.max(...delays),
  words: delays.filter(Number.isFinite).length,
})

/** From opening the mouth after a silence to the first sound at somebody else, between two apps. */
export const firstWord: Benchmark = {
  name: 'first-word',
  about: `${WORDS} words after a silence, until they begin to be heard (ms)`,
  async run() {
    const browser = await launchChromium()
    const rows = [...(await measure(browser, 0)), ...(await measure(browser, VOICE_LANES + 2))]
    await browser.close()
    removeTemporaryFolders()
    return rows
  },
}
