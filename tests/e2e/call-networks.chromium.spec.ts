import { chromium, type Browser } from '@playwright/test'
import { accept, call } from '../support/e2e/calls.ts'
import { giveVoice } from '../support/e2e/fake-microphone.ts'
import { createNetworks, whyNoNetworks, type Networks, type Side } from '../support/e2e/networks.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { createTabs } from '../support/e2e/tab.ts'
import { expect, test as base } from '../support/e2e/test.ts'
import { ANNA_HZ, BOB_HZ, expectHears, PATIENCE } from '../support/e2e/voice.ts'
import { openDetails, wayIn } from '../support/e2e/ways.ts'
import { hasTurnServer } from '../support/turn-server.ts'

const refusal = whyNoNetworks()
base.skip(refusal !== null, refusal ?? '')

/** Real networks, whose machine in between is all that they have in common. */
const test = base.extend<{
  /** A TURN server beside the server relays what the server does not. */
  withTurnServer: boolean
  networks: Networks
  openOn: (side: Side, name: string, frequency: number) => Promise<ParleyPage>
}>({
  withTurnServer: [false, { option: true }],
  networks: async ({ withTurnServer }, use) => {
    const networks = await createNetworks({ withTurnServer })
    await use(networks)
    await networks.remove()
  },
  openOn: async ({ networks, launchOptions }, use) => {
    const browsers: Browser[] = []
    await use(async (side, name, frequency) => {
      const program = launchOptions.executablePath ?? chromium.executablePath()
      const browser = await chromium.launch({
        ...launchOptions,
        executablePath: networks.startOn(side, program),
      })
      browsers.push(browser)
      const person = await createTabs(browser, networks.origin).open(
        { permissions: ['microphone'] },
        (context) => giveVoice(context, frequency),
      )
      await person.joinHere(name)
      return person
    })
    for (const browser of browsers) await browser.close()
  },
})

async function talk(anna: ParleyPage, bob: ParleyPage): Promise<void> {
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
}

async function expectWay(person: ParleyPage, way: string): Promise<void> {
  const details = await openDetails(person)
  await expect(wayIn(details, 'the other one')).toContainText(way)
  await person.page.keyboard.press('Escape')
}

test('between networks that let nothing through a call goes through the server, and comes back after the cable was out', async ({
  networks,
  openOn,
}) => {
  networks.connectThem(false)
  const anna = await openOn('one', 'Anna Kim', ANNA_HZ)
  const bob = await openOn('other', 'Bob', BOB_HZ)
  await talk(anna, bob)
  await expectWay(anna, 'relayed by TCP, slower')
  await expectWay(bob, 'relayed by TCP, slower')

  networks.plug('other', false)
  const broken = [anna, bob].map(({ page }) =>
    page.getByRole('region', { name: /^Call with/ }).getByText('Reconnecting…'),
  )
  for (const words of broken) await expect(words).toBeVisible(PATIENCE)
  networks.plug('other', true)
  for (const words of broken) await expect(words).toHaveCount(0, PATIENCE)
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
})

test('between networks that let everything through it goes directly', async ({
  networks,
  openOn,
}) => {
  networks.connectThem(true)
  const anna = await openOn('one', 'Anna Kim', ANNA_HZ)
  const bob = await openOn('other', 'Bob', BOB_HZ)
  await talk(anna, bob)
  await expectWay(anna, 'direct')
  await expectWay(bob, 'direct')
})

test.describe('with a TURN server elsewhere (coturn)', () => {
  test.use({ withTurnServer: true })
  test.skip(!hasTurnServer, 'coturn is not installed')

  test('from a network that lets no UDP through a call goes there by TCP', async ({
    networks,
    openOn,
  }) => {
    networks.connectThem(true)
    networks.blockUdp('one')
    const anna = await openOn('one', 'Anna Kim', ANNA_HZ)
    const bob = await openOn('other', 'Bob', BOB_HZ)
    await talk(anna, bob)
    await expectWay(anna, 'relayed by TCP, slower')
    await expectWay(bob, 'relayed')
  })
})
