import { accept, addToCall, call, expectTalking, groupPanel } from '../support/e2e/calls.ts'
import { button } from '../support/e2e/conversations.ts'
import { openWithFace } from '../support/e2e/faces.ts'
import { BLUE, expectSees, GREEN, RED, YELLOW } from '../support/e2e/fake-camera.ts'
import { expect, test } from '../support/e2e/test.ts'
import { ANNA_HZ, BOB_HZ, CAROL_HZ, expectHears, PATIENCE } from '../support/e2e/voice.ts'
import { blockUdp, measureCalmly, openDetails, wayIn } from '../support/e2e/ways.ts'

test('somebody whose network blocks UDP is heard and seen in a group call, through the TCP port', async ({
  tabs,
}) => {
  const anna = await openWithFace(tabs, 'Anna Kim', ANNA_HZ, RED)
  const bob = await openWithFace(tabs, 'Bob', BOB_HZ, GREEN)
  const carol = await openWithFace(tabs, 'Carol', CAROL_HZ, YELLOW, async (context) => {
    await blockUdp(context)
    await measureCalmly(context)
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
