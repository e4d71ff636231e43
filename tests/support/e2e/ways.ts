import type { BrowserContext, Locator } from '@playwright/test'
import type { ParleyPage } from './parley-page.ts'

/** For documentation: no machine has it, so what is sent there goes nowhere. */
const NOWHERE = '192.0.2.1'

/**
 * A network that lets nothing through by UDP: the address in offers of the server, and in what the other
 * device of a call tells, is one that leads nowhere.
 */
export const blockUdp = (context: BrowserContext): Promise<void> =>
  context.routeWebSocket(/\/socket\.io\//, (page) => {
    const server = page.connectToServer()
    server.onMessage((message) => {
      const text = message.toString()
      page.send(text.replaceAll(/ (\S+) (\d+) typ host/g, ` ${NOWHERE} $2 typ host`))
    })
  })

/**
 * Measures as on a machine that has time, but for the way that sound really takes: the details speak
 * first of what is heard, and on a busy machine that is sound in bursts.
 */
export async function measureCalmly(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const calm = {
      currentRoundTripTime: 0.001,
      jitterBufferDelay: 0,
      packetsLost: 0,
      fractionLost: 0,
    }
    const { prototype } = RTCPeerConnection
    const measure = prototype.getStats
    prototype.getStats = async function getCalmStats(this: RTCPeerConnection) {
      const stats = new Map<string, unknown>()
      const measured = await measure.call(this)
      measured.forEach((report: object, id: string) => stats.set(id, { ...report, ...calm }))
      return stats
    }
  })
}

/** What is said of the connection, in voice or in a call. */
export async function openDetails({ page }: ParleyPage): Promise<Locator> {
  await page.getByRole('button', { name: /^Voice connection: / }).click()
  return page.getByRole('dialog', { name: 'Voice connection' })
}

/** @param to as it is said there */
export const wayIn = (details: Locator, to: 'the server' | 'the other one'): Locator =>
  details.locator('div', { has: details.page().getByText(`Way to ${to}`, { exact: true }) }).last()
