import { accept, addToCall, call, expectTalking, groupPanel } from '../support/e2e/calls.ts'
import { button } from '../support/e2e/conversations.ts'
import { BLUE, expectSees, giveFace, GREEN, RED, type Colour } from '../support/e2e/fake-camera.ts'
import { expect, test } from '../support/e2e/test.ts'
import {
  ANNA_HZ,
  BOB_HZ,
  CAROL_HZ,
  expectHears,
  openWithVoice,
  PATIENCE,
} from '../support/e2e/voice.ts'
import { blockUdp, measureCalmly, openDetails, wayIn } from '../support/e2e/ways.ts'

const YELLOW: Colour = [220, 200, 30]

test('somebody whose network blocks UDP is heard and seen in a group call, through the TCP port', async ({
  tabs,
}) => {
  const anna = await openWithVoice(tabs, 'Anna Kim', ANNA_HZ, (context) =>
    giveFace(context, { face: RED, screen: BLUE }),
  )
  const bob = await openWithVoice(tabs, 'Bob', BOB_HZ, (context) =>
    giveFace(context, { face: GREEN, screen: BLUE }),
  )
  const carol = await openWithVoice(tabs, 'Carol', CAROL_HZ, async (context) => {
    await blockUdp(context)
    await measureCalmly(context)
    await giveFace(context, { face: YELLOW, screen: BLUE })
  })
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectTalking(anna, 'Bob')
  await addToCall(anna, 'Carol')
  await accept(carol, 'Anna Kim')
  await expect(groupPanel(carol).getByText('In a call')).toBeVisible(PATIENCE)
  for (const person of [anna, bob, carol]) {
    await button(groupPanel(person), 'Turn camera on').click()
  }
  await expectSees(carol.page, 'Anna Kim', RED)
  await expectSees(carol.page, 'Bob', GREEN)
  await expectSees(anna.page, 'Carol', YELLOW)
  await expectSees(bob.page, 'Carol', YELLOW)
  await button(groupPanel(carol), 'Share your screen').click()
  await expectSees(anna.page, 'Screen of Carol', BLUE)
  for (const other of [ANNA_HZ, BOB_HZ]) await expectHears(carol, other)
  for (const person of [anna, bob]) await expectHears(person, CAROL_HZ)
  const details = await openDetails(carol)
  await expect(wayIn(details, 'the server')).toContainText('by TCP, slower')
  expect(tabs.consoleErrors).toEqual([])
})
