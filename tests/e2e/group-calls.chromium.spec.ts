import type { Locator } from '@playwright/test'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import {
  accept,
  addToCall,
  call,
  callPanel,
  expectTalking,
  groupPanel,
  incomingCall,
  openAddPeople,
  peopleOfCall,
} from '../support/e2e/calls.ts'
import { button } from '../support/e2e/conversations.ts'
import { BLUE, expectSees, expectSeesNo, GREEN, RED, YELLOW } from '../support/e2e/fake-camera.ts'
import { openWithFace } from '../support/e2e/faces.ts'
import { setSpeaking } from '../support/e2e/fake-microphone.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import type { Tabs } from '../support/e2e/tab.ts'
import { expect, test } from '../support/e2e/test.ts'
import {
  ANNA_HZ,
  BOB_HZ,
  CAROL_HZ,
  expectHears,
  expectHearsNothingOf,
  PATIENCE,
} from '../support/e2e/voice.ts'

const VOICES = [ANNA_HZ, BOB_HZ, CAROL_HZ] as const

/** Three people, each with a voice and a face of their own. */
async function openThree(tabs: Tabs): Promise<readonly [ParleyPage, ParleyPage, ParleyPage]> {
  return [
    await openWithFace(tabs, 'Anna Kim', ANNA_HZ, RED),
    await openWithFace(tabs, 'Bob', BOB_HZ, GREEN),
    await openWithFace(tabs, 'Carol', CAROL_HZ, YELLOW),
  ]
}

async function talk(anna: ParleyPage, bob: ParleyPage): Promise<void> {
  await call(anna, 'Bob')
  await accept(bob, 'Anna Kim')
  await expectTalking(anna, 'Bob')
  await expectTalking(bob, 'Anna Kim')
}

/** Anna and Bob talk, and Anna brings Carol in. */
async function talkInThree(tabs: Tabs): Promise<readonly [ParleyPage, ParleyPage, ParleyPage]> {
  const people = await openThree(tabs)
  const [anna, bob, carol] = people
  await talk(anna, bob)
  await addToCall(anna, 'Carol')
  await accept(carol, 'Anna Kim')
  await expectAllHear(people)
  return people
}

async function expectAllHear(people: readonly ParleyPage[]): Promise<void> {
  for (const [place, person] of people.entries()) {
    await expect(groupPanel(person).getByText('In a call')).toBeVisible(PATIENCE)
    await expect(peopleOfCall(person)).toHaveCount(people.length, PATIENCE)
    for (const [other, frequency] of VOICES.slice(0, people.length).entries()) {
      if (other !== place) await expectHears(person, frequency)
    }
  }
}

const stage = (person: ParleyPage): Locator =>
  person.page.getByRole('region', { name: 'Pictures of the call', exact: true })

/** The ring of whoever speaks moves nothing. @param speaker who is seen as Carol */
async function expectStillWhileSpeaking(viewer: ParleyPage, speaker: ParleyPage): Promise<void> {
  const picture = button(stage(viewer), 'Make larger: Carol')
  await expect(picture).toHaveAttribute('aria-description', 'Speaking', PATIENCE)
  const before = await picture.boundingBox()
  await setSpeaking(speaker.page, false)
  await expect(picture).not.toHaveAttribute('aria-description', 'Speaking', PATIENCE)
  expect(await picture.boundingBox()).toEqual(before)
  await setSpeaking(speaker.page, true)
}

test('somebody is added to a call of two, all are heard, and who leaves leaves the others talking', async ({
  tabs,
}) => {
  const people = await openThree(tabs)
  const [anna, bob, carol] = people
  await talk(anna, bob)
  const dialog = await openAddPeople(anna)
  await expect(dialog).toContainText('the call goes through the server')
  await expect(dialog.getByRole('option')).toHaveCount(1)
  await expectAccessible(anna.page)
  await dialog.getByRole('combobox', { name: 'Person' }).fill('nobody')
  await expect(dialog).toContainText('Nobody who could be added is called “nobody”.')
  await dialog.getByRole('combobox', { name: 'Person' }).fill('car')
  await anna.page.keyboard.press('Enter')
  // It stays open for more, and says that there are none.
  await expect(dialog).toContainText('Ringing Carol…')
  await expect(dialog).toContainText('Nobody else is here who could be added.')
  await expect(dialog.getByRole('combobox', { name: 'Person' })).toHaveValue('')
  await anna.page.keyboard.press('Escape')
  await expect(button(callPanel(anna, 'Bob'), 'Cancel the invitation of Carol')).toBeVisible()
  // Whoever is asked knows who hears them.
  await expect(incomingCall(carol, 'Anna Kim')).toContainText('is calling, with Bob')
  await expectAccessible(carol.page)
  // Until somebody has accepted, the two are alone with each other.
  await expectTalking(anna, 'Bob')
  await expectTalking(bob, 'Anna Kim')
  await accept(carol, 'Anna Kim')
  await expectAllHear(people)
  await expect(groupPanel(anna)).toContainText('Bob and Carol')
  await expect(groupPanel(carol).getByRole('button', { name: 'Hold' })).toHaveCount(0)
  await button(anna, /^Voice connection/).click(PATIENCE)
  await expect(anna.page.getByText('Goes through the server')).toBeVisible()
  await expect(anna.page.getByText('Compare a code')).toHaveCount(0)
  await expectAccessible(anna.page)
  await anna.page.keyboard.press('Escape')

  await button(groupPanel(bob), 'Mute').click()
  await expectHearsNothingOf(carol, BOB_HZ)
  await expect(peopleOfCall(carol).filter({ hasText: 'Bob' }).getByLabel('Muted')).toBeVisible()
  await button(groupPanel(bob), 'Unmute').click()
  await expectHears(carol, BOB_HZ)

  await button(groupPanel(carol), 'Hang up').click()
  await expect(groupPanel(carol)).toHaveCount(0)
  await expect(peopleOfCall(anna)).toHaveCount(2, PATIENCE)
  await expectHearsNothingOf(anna, CAROL_HZ)
  await expectHears(anna, BOB_HZ)
  await expectHears(bob, ANNA_HZ)
  await button(groupPanel(bob), 'Hang up').click()
  await expect(anna.page.getByText('Everybody else has left the call.')).toBeVisible(PATIENCE)
  await expect(groupPanel(anna)).toHaveCount(0)
  expect(tabs.consoleErrors).toEqual([])
})

test('all are seen by all, and a screen stands before the faces', async ({ tabs }) => {
  const [anna, bob, carol] = await talkInThree(tabs)
  await expect(stage(anna)).toHaveCount(0)
  for (const person of [anna, bob, carol]) {
    await button(groupPanel(person), 'Turn camera on').click()
  }
  const faces = [
    ['Anna Kim', RED],
    ['Bob', GREEN],
    ['Carol', YELLOW],
  ] as const
  for (const [place, person] of [anna, bob, carol].entries()) {
    for (const [other, [name, face]] of faces.entries()) {
      await expectSees(person.page, other === place ? 'You' : name, face)
    }
  }
  await expectAccessible(anna.page)
  await expectStillWhileSpeaking(anna, carol)
  await button(stage(anna), 'Make larger: Bob').click()
  await expect(button(stage(anna), 'Make smaller: Bob')).toBeFocused()
  await expectSees(anna.page, 'Bob', GREEN)
  await expectSees(anna.page, 'Carol', YELLOW)

  await button(groupPanel(carol), 'Share your screen').click()
  for (const person of [anna, bob]) {
    await expectSees(person.page, 'Screen of Carol', BLUE)
    await expect(button(stage(person), 'Make smaller: Screen of Carol')).toBeVisible()
    await expectSees(person.page, 'Carol', YELLOW)
  }
  await expectAccessible(bob.page)
  await button(stage(bob), 'Make smaller: Screen of Carol').click()
  await expect(button(stage(bob), 'Make larger: Screen of Carol')).toBeFocused()
  await button(groupPanel(carol), 'Stop sharing').click()
  await expectSeesNo(anna.page, 'Screen of Carol')
  await button(groupPanel(bob), 'Turn camera off').click()
  await expectSeesNo(anna.page, 'Bob')
  await expectSees(anna.page, 'Carol', YELLOW)
  await button(groupPanel(carol), 'Hang up').click()
  await expectSeesNo(bob.page, 'Carol')
  await expect(carol.page.locator('video')).toHaveCount(0)
  await expectSees(bob.page, 'Anna Kim', RED)
  expect(tabs.consoleErrors).toEqual([])
})

test('pictures that are on in the call of two are there in the group', async ({ tabs }) => {
  const [anna, bob, carol] = await openThree(tabs)
  await talk(anna, bob)
  await button(callPanel(anna, 'Bob'), 'Turn camera on').click()
  await expectSees(bob.page, 'Anna Kim', RED)
  const dialog = await openAddPeople(bob)
  await dialog.getByRole('option', { name: 'Carol' }).click()
  await accept(carol, 'Bob')
  await expectSees(carol.page, 'Anna Kim', RED)
  await expectSees(bob.page, 'Anna Kim', RED)
  await expectSees(anna.page, 'You', RED)
  // Whoever adds several people is not interrupted by the first one who comes.
  await expect(dialog).toContainText('Nobody else is here who could be added.')
  await expect(dialog).not.toContainText('the call goes through the server')
  await expectAccessible(bob.page)
})

test('who is not there or does not want to leaves the two on their direct way', async ({
  tabs,
}) => {
  const [anna, bob, carol] = await openThree(tabs)
  await talk(anna, bob)
  await addToCall(anna, 'Carol')
  await button(incomingCall(carol, 'Anna Kim'), 'Decline').click()
  await expect(anna.page.getByText('Carol declined the call.')).toBeVisible()
  await expect(button(anna, 'Cancel the invitation of Carol')).toHaveCount(0)
  // The menu of a person has it as well, in the place of calling them.
  await anna.openRoom('General')
  await anna.page.getByText('Carol', { exact: true }).first().hover()
  await button(anna, 'Options for Carol').click()
  await expect(anna.page.getByRole('menuitem', { name: 'Call', exact: true })).toHaveCount(0)
  await anna.page.getByRole('menuitem', { name: 'Add to the call' }).click()
  await expect(incomingCall(carol, 'Anna Kim')).toBeVisible()
  await button(anna, 'Cancel the invitation of Carol').click()
  await expect(incomingCall(carol, 'Anna Kim')).toHaveCount(0)
  await expectTalking(anna, 'Bob')
  await expectTalking(bob, 'Anna Kim')
  await expectHears(anna, BOB_HZ)
  await button(anna, /^Voice connection/).click(PATIENCE)
  await expect(button(anna, 'Compare a code with Bob')).toBeVisible()
})

test('while the server is away pictures of others are seen to stand still, and all come back', async ({
  tabs,
  server,
}) => {
  const [anna, bob, carol] = await talkInThree(tabs)
  for (const person of [anna, bob, carol]) {
    await button(groupPanel(person), 'Turn camera on').click()
  }
  await expectSees(anna.page, 'Bob', GREEN)
  await server.crash()
  await expect(stage(anna).getByText('Bob, reconnecting…')).toBeVisible(PATIENCE)
  await expect(stage(anna).getByText('You', { exact: true })).toBeVisible()
  await expect(button(groupPanel(anna), 'Add people')).toHaveCount(0)
  await expectAccessible(anna.page)
  await server.startAgain()
  await expectAllHear([anna, bob, carol])
  await expect(stage(anna).getByText('reconnecting…')).toHaveCount(0)
  await expectSees(anna.page, 'Carol', YELLOW)
  await expectSees(carol.page, 'Anna Kim', RED)
})

test('on a phone that is held upright faces stand below each other, as wide as it is', async ({
  tabs,
}) => {
  const [anna, bob, carol] = await talkInThree(tabs)
  for (const person of [anna, bob, carol]) {
    await button(groupPanel(person), 'Turn camera on').click()
  }
  await expectSees(anna.page, 'Carol', YELLOW)
  await anna.page.setViewportSize({ width: 390, height: 780 })
  await button(anna, 'Full screen').click()
  await expect(button(anna, 'Leave full screen')).toBeVisible()
  const boxes = await stage(anna)
    .locator('video')
    .evaluateAll((videos) => videos.map((video) => video.getBoundingClientRect().toJSON()))
  expect(boxes).toHaveLength(3)
  for (const box of boxes) expect(box.width).toBeGreaterThan(350)
  expect(new Set(boxes.map(({ x }) => x)).size).toBe(1)
})

test('a page that is loaded again comes back into the call', async ({ tabs }) => {
  const people = await talkInThree(tabs)
  const [anna, , carol] = people
  await carol.page.reload()
  await expect(groupPanel(carol).getByText('In a call')).toBeVisible(PATIENCE)
  // A page that nobody has touched may make no sound, not even that of the microphone of tests.
  await groupPanel(carol).getByText('In a call').click()
  await expectAllHear(people)
  await expect(groupPanel(anna)).toContainText('Bob and Carol')
})
