import type { Browser, Page } from '@playwright/test'
import { setTimeout as pause } from 'node:timers/promises'
import { button, openDirect } from '../tests/support/e2e/conversations.ts'
import { speakBesideFan } from '../tests/support/e2e/fake-microphone.ts'
import {
  createNetworks,
  whyNoNetworks,
  type Networks,
  type Side,
} from '../tests/support/e2e/networks.ts'
import type { ParleyPage } from '../tests/support/e2e/parley-page.ts'
import { ANNA_HZ, BOB_HZ, joinVoice } from '../tests/support/e2e/voice.ts'
import { openDetails } from '../tests/support/e2e/ways.ts'
import { openAppPage } from './app-page.ts'
import type { Benchmark, Row } from './benchmark.ts'
import { launchChromium } from './chromium.ts'
import { installCounting, type Counted, type PageOfCall } from './lossy-call-page.ts'
import { createLossyCable, type LossyCable } from './lossy-cable.ts'
import { AS_IT_IS, type LineQuality } from '../tests/support/lossy-line.ts'

/** 80 ms to the other end and back, and 2 % of what is sent lost in each direction. */
const BAD: LineQuality = { delayMs: 40, loss: 0.02 }
const NOTHING_THROUGH: LineQuality = { delayMs: 0, loss: 1 }

/** The buffers against jitter have found their length by then. */
const SETTLE_MS = 5_000
const LOOKS = 45
const LOOK_EVERY_MS = 1_000
const OUTAGE_MS = 10_000
const TURNS = 2
const PATIENCE_MS = 60_000

interface Call {
  readonly networks: Networks
  readonly cable: LossyCable
  readonly people: readonly ParleyPage[]
}

const ask = <Got>(
  { page }: ParleyPage,
  what: (call: PageOfCall) => Got | Promise<Got>,
): Promise<Got> => page.evaluate(`(${what.toString()})(window.call)`) as Promise<Got>

async function openOn(networks: Networks, browser: Browser, name: string, hertz: number) {
  const person = await openAppPage(browser, networks.origin, { name, hertz }, [installCounting])
  // What the encoder does for a voice it does not do for a tone.
  await speakBesideFan(person.page)
  return person
}

/** How the two come to hear each other. */
type Meet = (anna: ParleyPage, bob: ParleyPage) => Promise<void>

const callEachOther: Meet = async (anna, bob) => {
  await openDirect(anna, 'Bob')
  await button(anna, 'Call Bob').click()
  await button(bob.page.getByRole('region', { name: 'Anna calls' }), 'Accept').click()
  for (const person of [anna, bob]) await nextSound(person)
}

const stepIntoRoom: Meet = async (...people) => {
  for (const person of people) await joinVoice(person)
  for (const person of people) {
    const limit = Date.now() + PATIENCE_MS
    while ((await ask(person, (call) => call.count())).received === 0) {
      if (Date.now() > limit) throw new Error('Nothing has come')
      await pause(LOOK_EVERY_MS)
    }
  }
}

/** Two who talk from one network to the other, with one cable that is to become worse. */
async function withCall<Got>(
  isDirect: boolean,
  act: (call: Call) => Promise<Got>,
  meet = callEachOther,
): Promise<Got> {
  const cable = createLossyCable()
  const networks = await createNetworks({ cables: { other: cable.lay } })
  const browsers: Browser[] = []
  try {
    networks.connectThem(isDirect)
    const open = async (side: Side, name: string, hertz: number): Promise<ParleyPage> => {
      const browser = await launchChromium((program) => networks.startOn(side, program))
      browsers.push(browser)
      return openOn(networks, browser, name, hertz)
    }
    const anna = await open('one', 'Anna', ANNA_HZ)
    const bob = await open('other', 'Bob', BOB_HZ)
    const people = [anna, bob]
    await meet(anna, bob)
    return await act({ networks, cable, people })
  } finally {
    for (const browser of browsers) await browser.close()
    await networks.remove()
  }
}

/** What the app itself says; null while it does not know. */
async function shownMouthToEar(page: Page): Promise<number | null> {
  const line = page.locator('dt', { hasText: 'From mouth to ear' }).locator('+ dd')
  const [found] = /\d+/.exec(await line.innerText()) ?? []
  return found === undefined ? null : Number(found)
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** How long what was played had been kept back, in milliseconds. */
const bufferBetween = (before: Counted, after: Counted): number =>
  ((after.buffered - before.buffered) / (after.emitted - before.emitted)) * 1_000

interface Heard {
  readonly before: Counted
  readonly after: Counted
  readonly roundTrips: readonly number[]
  readonly shown: readonly number[]
}

async function listen(person: ParleyPage): Promise<Heard> {
  const roundTrips: number[] = []
  const shown: number[] = []
  const before = await ask(person, (call) => call.count())
  let after = before
  for (let look = 0; look < LOOKS; look += 1) {
    await pause(LOOK_EVERY_MS)
    after = await ask(person, (call) => call.count())
    roundTrips.push(after.roundTrip)
    const told = await shownMouthToEar(person.page)
    if (told !== null) shown.push(told)
  }
  return { before, after, roundTrips, shown }
}

function valuesOf({ before, after, roundTrips, shown }: Heard): Row['values'] {
  const grown = (key: keyof Counted): number => after[key] - before[key]
  const percent = (part: number, whole: number): number => (part / whole) * 100
  return {
    'concealed %': percent(grown('concealed'), grown('samples')),
    'silent %': percent(grown('silent'), grown('samples')),
    'events a minute': (grown('events') * 60_000) / (LOOKS * LOOK_EVERY_MS),
    'lost %': percent(grown('lost'), grown('lost') + grown('received')),
    'spare %': percent(grown('spare'), grown('received')),
    'buffer ms': bufferBetween(before, after),
    'round trip ms': mean(roundTrips) * 1_000,
    'mouth to ear ms': mean(shown),
  }
}

async function hear({ cable, people }: Call, quality: LineQuality): Promise<Heard[]> {
  cable.become(quality)
  for (const person of people) await openDetails(person)
  await pause(SETTLE_MS)
  const heard = await Promise.all(people.map(listen))
  for (const { page } of people) await page.keyboard.press('Escape')
  return heard
}

/** The first sound from now on. */
async function nextSound(person: ParleyPage): Promise<number> {
  const limit = pause(PATIENCE_MS, null, { ref: false })
  const at = await Promise.race([ask(person, (call) => call.nextSound()), limit])
  if (at === null) throw new Error(`Nothing was heard within ${seconds(PATIENCE_MS)}`)
  return at
}

interface Outage {
  readonly name: string
  readonly begin: (call: Call) => void
  readonly end: (call: Call) => void
}

const OUTAGES: readonly Outage[] = [
  {
    name: 'the own cable out',
    begin: ({ networks }) => networks.plug('one', false),
    end: ({ networks }) => networks.plug('one', true),
  },
  {
    // No device notices anything, other than with the own one.
    name: 'a cable farther away out',
    begin: ({ cable }) => cable.become(NOTHING_THROUGH),
    end: ({ cable }) => cable.become(AS_IT_IS),
  },
]

/** On average of the next seconds, in milliseconds. */
async function bufferOf(person: ParleyPage): Promise<number> {
  const before = await ask(person, (call) => call.count())
  await pause(SETTLE_MS)
  return bufferBetween(before, await ask(person, (call) => call.count()))
}

/** How long after the end of it both hear something, and how much is kept back then. */
async function goThrough(outage: Outage, call: Call): Promise<Row['values']> {
  await pause(SETTLE_MS)
  outage.begin(call)
  await pause(OUTAGE_MS)
  for (const person of call.people) {
    if (await ask(person, (page) => page.isHeard())) throw new Error('It is not out')
  }
  const sounds = call.people.map(nextSound)
  outage.end(call)
  const over = Date.now()
  const back = Math.max(...(await Promise.all(sounds))) - over
  const buffers = await Promise.all(call.people.map(bufferOf))
  return { 'buffer ms': mean(buffers), 'back after ms': back }
}

async function hearAll(way: string, call: Call): Promise<Row[]> {
  const rows: Row[] = []
  for (const [words, quality] of [
    ['', AS_IT_IS],
    [', 80 ms and 2 % loss', BAD],
  ] as const) {
    const heard = await hear(call, quality)
    rows.push(...heard.map((one) => ({ name: `${way}${words}`, values: valuesOf(one) })))
  }
  return rows
}

/** Each with a call of its own, so that none is still coming back from the one before. */
async function goThroughAll(way: string, isDirect: boolean): Promise<Row[]> {
  const rows: Row[] = []
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const outage of OUTAGES) {
      const values = await withCall(isDirect, (call) => goThrough(outage, call))
      rows.push({ name: `${way}, ${outage.name}`, values })
    }
  }
  return rows
}

const seconds = (milliseconds: number): string => `${milliseconds / 1_000} s`

/** Two pages in two networks, with a line between them that gets worse. */
export const lossyCall: Benchmark = {
  name: 'lossy-call',
  about: `${seconds(LOOKS * LOOK_EVERY_MS)} each of a call between two networks, and its return after ${seconds(OUTAGE_MS)} of nothing`,
  async run() {
    const rows: Row[] = []
    const refusal = whyNoNetworks()
    if (refusal !== null) {
      console.log(refusal)
      return rows
    }
    for (const [way, isDirect] of [
      ['direct', true],
      ['through the server', false],
    ] as const) {
      rows.push(...(await withCall(isDirect, (call) => hearAll(way, call))))
      rows.push(...(await goThroughAll(way, isDirect)))
    }
    const inRoom = await withCall(false, (call) => hearAll('in a room', call), stepIntoRoom)
    rows.push(...inRoom)
    return rows
  },
}
