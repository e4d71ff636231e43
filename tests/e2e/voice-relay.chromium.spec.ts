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
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ)
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ, blockUdp)
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
