import { expectAccessible } from '../support/e2e/accessibility.ts'
import type { Tabs } from '../support/e2e/tab.ts'
import { expect, test } from '../support/e2e/test.ts'
import {
  ANNA_HZ,
  BOB_HZ,
  openWithVoice,
  joinVoice,
  expectInVoice,
  expectHears,
} from '../support/e2e/voice.ts'
import { blockUdp, measureCalmly, openDetails, wayIn } from '../support/e2e/ways.ts'

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
  await expect(wayIn(direct, 'the server')).toContainText('direct')
  await expect(direct).toContainText('Nothing stands in the way of talking.')
  const relayed = await openDetails(bob)
  await expect(wayIn(relayed, 'the server')).toContainText('by TCP, slower')
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
