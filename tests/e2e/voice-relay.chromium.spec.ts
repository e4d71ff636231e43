import type { BrowserContext, Locator } from '@playwright/test'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import type { Tabs } from '../support/e2e/tab.ts'
import { expect, test } from '../support/e2e/test.ts'
import {
  ANNA_HZ,
  BOB_HZ,
  dock,
  openWithVoice,
  joinVoice,
  expectInVoice,
  expectHears,
} from '../support/e2e/voice.ts'

/** For documentation: no machine has it, so what is sent there goes nowhere. */
const NOWHERE = '192.0.2.1'

/** A network that lets no UDP through to the server: its address in offers is one that leads nowhere. */
const blockUdp = (context: BrowserContext): Promise<void> =>
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
async function measureCalmly(context: BrowserContext): Promise<void> {
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

/** What the details say of the connection. */
async function openDetails(person: ParleyPage): Promise<Locator> {
  await dock(person)
    .getByRole('button', { name: /^Voice connection: / })
    .click()
  return person.page.getByRole('dialog', { name: 'Voice connection' })
}

const wayIn = (details: Locator): Locator =>
  details
    .locator('div', { has: details.page().getByText('Way to the server', { exact: true }) })
    .last()

/** Anna, and Bob whose network lets no UDP through, in the voice of General. */
async function inVoice(tabs: Tabs) {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ, measureCalmly)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ, async (context) => {
    await blockUdp(context)
    await measureCalmly(context)
  })
  await joinVoice(anna)
  await joinVoice(bob)
  return { anna, bob }
}

test('somebody whose network blocks UDP talks through the TCP port, and is told so', async ({
  tabs,
  server,
}) => {
  const { anna, bob } = await inVoice(tabs)
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)

  const direct = await openDetails(anna)
  await expect(wayIn(direct)).toContainText('direct')
  await expect(direct).toContainText('Nothing stands in the way of talking.')
  const relayed = await openDetails(bob)
  await expect(wayIn(relayed)).toContainText('by TCP, slower')
  await expect(relayed).toContainText(
    `UDP port ${server.port} is blocked on the way to this server`,
  )
  await expectAccessible(bob.page)
  expect(tabs.consoleErrors).toEqual([])
})

test('the way over TCP comes back by itself after the server was gone', async ({
  tabs,
  server,
}) => {
  const { anna, bob } = await inVoice(tabs)
  await expectHears(anna, BOB_HZ)
  await server.crash()
  await expectInVoice(bob, 'Reconnecting…')
  await server.startAgain()
  await expectInVoice(bob)
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
})
