import type { Page } from '@playwright/test'
import { button, openDirect } from '../tests/support/e2e/conversations.ts'
import type { ParleyPage } from '../tests/support/e2e/parley-page.ts'
import { removeTemporaryFolders, startServer } from '../tests/support/start-server.ts'
import { installMarks, type Marks, type PageOfBench } from './accept-to-sound-page.ts'
import { openAppPage } from './app-page.ts'
import type { Benchmark, Row } from './benchmark.ts'
import { launchChromium } from './chromium.ts'
import { percentileOf } from './guests.ts'
import { installSound } from './page-sound.ts'

const CALLS = 40

/** A page that has just been opened has other things to do. */
const WARM_UP = 3

/** Somebody else's calls are over and their sound is gone; milliseconds. */
const REST_MS = 400

const bench = <Got>(page: Page, ask: (bench: PageOfBench) => Got | Promise<Got>): Promise<Got> =>
  page.evaluate(`(${ask.toString()})(window.bench)`) as Promise<Got>

interface CallOfBench {
  readonly caller: Marks
  readonly callee: Marks
}

/** One call from the ring to the first sound at both ends, and its end. */
async function callOnce(anna: ParleyPage, bob: ParleyPage): Promise<CallOfBench> {
  const people = [anna, bob]
  for (const { page } of people) await bench(page, (page) => void (page.marks = {}))
  await button(anna, 'Call Bob').click()
  const accept = button(bob.page.getByRole('region', { name: 'Anna calls' }), 'Accept')
  await accept.click()
  for (const { page } of people) {
    await page.waitForFunction('window.bench.marks.heard !== undefined', null, { polling: 20 })
  }
  const [caller = {}, callee = {}] = await Promise.all(
    people.map(({ page }) => bench(page, ({ marks }) => marks)),
  )
  await button(anna, 'Hang up').click()
  for (const { page } of people)
    await button(page.locator('body'), 'Hang up').waitFor({ state: 'detached' })
  await anna.page.waitForTimeout(REST_MS)
  return { caller, callee }
}

/** What both ends went through since the button was pressed, in the same words for both. */
function rowOf(name: string, calls: readonly CallOfBench[], end: keyof CallOfBench): Row {
  const since = (what: keyof Marks): number[] =>
    calls.map((call) => (call[end][what] ?? NaN) - (call.callee.accepted ?? NaN))
  const heard = since('heard')
  return {
    name,
    values: {
      p50: percentileOf(heard, 0.5),
      p95: percentileOf(heard, 0.95),
      most: Math.max(...heard),
      microphone: percentileOf(since('microphone'), 0.5),
      described: percentileOf(since('described'), 0.5),
      connected: percentileOf(since('connected'), 0.5),
      calls: heard.length,
    },
  }
}

/** From pressing Accept to the first sound of the other one, between two pages of one browser. */
export const acceptToSound: Benchmark = {
  name: 'accept-to-sound',
  about: `${CALLS} calls, from Accept to the first sound at each end (ms; what leads there as medians)`,
  async run() {
    const browser = await launchChromium()
    const server = await startServer()
    const open = (name: string, hertz: number): Promise<ParleyPage> =>
      openAppPage(browser, server.origin, { name, hertz }, [installSound, installMarks])
    const [anna, bob] = [await open('Anna', 540), await open('Bob', 700)]
    await openDirect(anna, 'Bob')
    const plain: number[] = []
    const calls: CallOfBench[] = []
    for (let turn = 0; turn < WARM_UP + CALLS; turn += 1) {
      const took = await bench(anna.page, (page) => page.plainCall())
      const call = await callOnce(anna, bob)
      if (turn < WARM_UP) continue
      plain.push(took)
      calls.push(call)
    }
    await browser.close()
    await server.stop()
    removeTemporaryFolders()
    return [
      {
        name: 'a plain call within one page',
        values: {
          p50: percentileOf(plain, 0.5),
          p95: percentileOf(plain, 0.95),
          most: Math.max(...plain),
        },
      },
      rowOf('the one who answered hears', calls, 'callee'),
      rowOf('the one who called hears', calls, 'caller'),
    ]
  },
}
