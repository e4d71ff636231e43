import type { Page } from '@playwright/test'
import { createServer } from 'node:http'
import { removeTemporaryFolders } from '../tests/support/start-server.ts'
import type { Benchmark, Row } from './benchmark.ts'
import { launchChromium } from './chromium.ts'
import { percentileOf } from './guests.ts'
import {
  openLossyLine,
  reachedBy,
  reachIn,
  type LineQuality,
  type LossyLine,
} from '../tests/support/lossy-line.ts'
import { installCalls, type Calls, type Measured } from './mouth-to-ear-page.ts'
import { startOnSqlite } from './targets.ts'
import { joinForVoice, offerTo } from './voice-guest.ts'

const CLICKS = 110
const TURNS = 2

/** 40 ms to the other end and back, and 2 % of the packets lost on the way. */
const DIRECT_LINE: LineQuality = { delayMs: 20, loss: 0.02 }
/** Half of it on each side of the server, so that what is left is what the server adds. */
const LINE_TO_SERVER: LineQuality = { delayMs: 10, loss: 0.01 }

/** A page of its own, on an address that counts as secure, without rules about scripts. */
async function servePage(): Promise<{ readonly origin: string; close(): void }> {
  const http = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>bench</title>')
  })
  await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready))
  const { port } = http.address() as { port: number }
  return { origin: `http://127.0.0.1:${port}`, close: () => void http.close() }
}

/** Runs something with the functions of the page. */
const calling = <Given, Got>(
  page: Page,
  call: (calls: Calls, given: Given) => Promise<Got>,
  given: Given,
): Promise<Got> =>
  page.evaluate(`(${call.toString()})(window.calls, ${JSON.stringify(given)})`) as Promise<Got>

type Run = (page: Page, isLossy: boolean) => Promise<Measured>

/** One speaks and the other listens, through the server, from one page so that there is one clock. */
const throughServer: Run = async (page, isLossy) => {
  const server = await startOnSqlite()
  const [port = 0] = server.ports
  const lines: LossyLine[] = []
  for (const speaks of [true, false]) {
    const guest = await joinForVoice(port, Number(speaks))
    const { stay, offer } = await offerTo(guest)
    const line = isLossy ? await openLossyLine(reachIn(offer), LINE_TO_SERVER) : null
    if (line) lines.push(line)
    const given = [line ? reachedBy(offer, line) : offer, speaks] as const
    const answer = await calling(
      page,
      (calls, [sdp, isSpeaker]) => calls.answer(sdp, isSpeaker),
      given,
    )
    await guest.ask('voice:answer', { stay, answer: line ? reachedBy(answer, null) : answer })
  }
  await calling(page, (calls) => calls.connected(), null)
  const measured = await calling(page, (calls, clicks) => calls.measure(clicks), CLICKS)
  lines.forEach((line) => line.close())
  await server.stop()
  return measured
}

const direct: Run = async (page, isLossy) => {
  const offer = await calling(page, (calls) => calls.offerDirectly(), null)
  const heard = isLossy ? reachedBy(offer, null) : offer
  const answer = await calling(page, (calls, sdp) => calls.answerDirectly(sdp), heard)
  const line = isLossy ? await openLossyLine(reachIn(answer), DIRECT_LINE) : null
  const given = line ? reachedBy(answer, line) : answer
  await calling(page, (calls, sdp) => calls.callDirectly(sdp), given)
  const measured = await calling(page, (calls, clicks) => calls.measure(clicks), CLICKS)
  line?.close()
  return measured
}

/** What one way to be heard is like: in the same words for all, so that rows can be compared. */
async function measureOn(page: Page, run: Run, isLossy: boolean): Promise<Row['values']> {
  const { delays, buffered } = await run(page, isLossy)
  const values = { p50: percentileOf(delays, 0.5), p95: percentileOf(delays, 0.95) }
  return { ...values, buffered, clicks: delays.length }
}

/** From the track of one's microphone to the track that another one plays, on one machine. */
export const mouthToEar: Benchmark = {
  name: 'mouth-to-ear',
  about: `${CLICKS} clicks from a microphone track to the track that is heard (ms)`,
  async run() {
    const browser = await launchChromium()
    const site = await servePage()
    const rows: Row[] = []
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const [name, run, isLossy] of [
        ['a plain call between two', direct, false],
        ['through the server', throughServer, false],
        ['a plain call, 40 ms and 2 % loss', direct, true],
        ['through the server, 40 ms and 2 % loss', throughServer, true],
      ] as const) {
        const page = await browser.newPage()
        await page.goto(site.origin)
        await page.evaluate(installCalls)
        rows.push({ name, values: await measureOn(page, run, isLossy) })
        await page.close()
      }
    }
    await browser.close()
    site.close()
    removeTemporaryFolders()
    return rows
  },
}
