import type { Locator } from '@playwright/test'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import { accept, call, callPanel, hangUp } from '../support/e2e/calls.ts'
import { button } from '../support/e2e/conversations.ts'
import { BLUE, expectSees, giveFace, RED } from '../support/e2e/fake-camera.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import type { Tabs } from '../support/e2e/tab.ts'
import { expect, test } from '../support/e2e/test.ts'
import {
  ANNA_HZ,
  BOB_HZ,
  expectHears,
  expectHearsNothingOf,
  openWithVoice,
  PATIENCE,
} from '../support/e2e/voice.ts'
import { blockUdp, measureCalmly, openDetails, wayIn } from '../support/e2e/ways.ts'

/** Anna and Bob in a call; where UDP is blocked, neither has a way to the other one. */
async function inCall(tabs: Tabs, isBlocked: boolean) {
  const open = (name: string, frequency: number) =>
    openWithVoice(tabs, name, frequency, async (context) => {
      if (isBlocked) await blockUdp(context)
      await measureCalmly(context)
      await giveFace(context, { face: RED, screen: BLUE })
    })
  const anna = await open('Anna Kim', ANNA_HZ)
  const bob = await open('Bob', BOB_HZ)
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectBothHeard({ anna, bob })
  return { anna, bob }
}

type Two = Readonly<Record<'anna' | 'bob', ParleyPage>>

async function expectBothHeard({ anna, bob }: Two): Promise<void> {
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
}

async function expectWay(person: ParleyPage, way: string): Promise<Locator> {
  const details = await openDetails(person)
  await expect(wayIn(details, 'the other one')).toContainText(way)
  return details
}

test('two that do not reach each other are heard through the server, and told so', async ({
  tabs,
}) => {
  const { anna, bob } = await inCall(tabs, true)
  for (const person of [anna, bob]) {
    const details = await expectWay(person, 'relayed by TCP, slower')
    await expect(details).toContainText('do not reach each other')
    await expectAccessible(person.page)
    await person.page.keyboard.press('Escape')
  }
  await hangUp(anna, 'Bob')
  await expect(callPanel(bob, 'Anna Kim')).toHaveCount(0)
  await expectHearsNothingOf(anna, BOB_HZ)
  expect(tabs.consoleErrors).toEqual([])
})

test('the picture of a camera and a screen go the same way', async ({ tabs }) => {
  const { anna, bob } = await inCall(tabs, true)
  await button(callPanel(anna, 'Bob'), 'Turn camera on').click()
  await button(callPanel(bob, 'Anna Kim'), 'Share your screen').click()
  await expectSees(bob.page, 'Anna Kim', RED)
  await expectSees(anna.page, 'Screen of Bob', BLUE)
  await expectBothHeard({ anna, bob })
  await expectWay(anna, 'relayed by TCP, slower')
})

test('two that reach each other are heard directly, and told so', async ({ tabs }) => {
  const { anna, bob } = await inCall(tabs, false)
  for (const person of [anna, bob]) {
    const details = await expectWay(person, 'direct')
    await expect(details).toContainText('Nothing stands in the way of talking.')
  }
  expect(tabs.consoleErrors).toEqual([])
})

test('a call through the server comes back after a reload, and after the server was gone', async ({
  tabs,
  server,
}) => {
  const { anna, bob } = await inCall(tabs, true)
  for (const person of [bob, anna]) {
    await person.page.reload()
    await expectBothHeard({ anna, bob })
  }
  await server.crash()
  const away = [anna, bob].map(({ page }) => page.getByText('Reconnecting'))
  for (const words of away) await expect(words.first()).toBeVisible(PATIENCE)
  await server.startAgain()
  for (const words of away) await expect(words).toHaveCount(0, PATIENCE)
  await expectBothHeard({ anna, bob })
  await expectWay(anna, 'relayed by TCP, slower')
})
