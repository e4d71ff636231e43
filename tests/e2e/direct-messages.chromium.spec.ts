import { expectAccessible } from '../support/e2e/accessibility.ts'
import {
  chooseAction,
  chooseInLine,
  directs,
  lineOf,
  messageOf,
  openDirect,
  pressAt,
  typeUntilSeen,
} from '../support/e2e/conversations.ts'
import { ParleyPage } from '../support/e2e/parley-page.ts'
import { expect, test } from '../support/e2e/test.ts'

test.beforeEach(async ({ anna, bob }) => {
  await expect(anna.people.getByText('Bob')).toBeVisible()
  await expect(bob.people.getByText('Anna Kim')).toBeVisible()
})

test('two people talk alone, and a third one hears nothing of it', async ({ anna, bob, tabs }) => {
  const carol = await tabs.open()
  await carol.joinHere('Carol')
  await openDirect(anna, 'Bob')
  await anna.say('Between us')
  await expect(directs(bob).getByRole('button', { name: /Anna Kim/ })).toContainText('Between us')
  await directs(bob)
    .getByRole('button', { name: /Anna Kim/ })
    .click()
  await bob.expectMessage('Between us')
  await bob.say('I understand')
  await anna.expectMessage('I understand')
  await expect(anna.page.getByText('Seen', { exact: true })).toHaveCount(1)
  await expect(carol.page.getByText('Between us')).toHaveCount(0)
  await expect(directs(carol).getByRole('button')).toHaveCount(0)
  // Both are still seen in the room.
  await expect(anna.rooms.getByRole('button', { name: /General/ })).toContainText('3')
  expect(tabs.consoleErrors).toEqual([])
})

test('what is unread has a number at its line and in the title, and none once it was read', async ({
  anna,
  bob,
}) => {
  await openDirect(anna, 'Bob')
  await anna.say('one')
  await anna.say('two')
  await expect(lineOf(bob, 'Anna Kim')).toContainText('2')
  await expect(bob.page).toHaveTitle(/^\(2\)/)
  await directs(bob)
    .getByRole('button', { name: /Anna Kim/ })
    .click()
  await expect(bob.messages.getByRole('separator', { name: 'New messages' })).toBeVisible()
  await expect(bob.page).toHaveTitle(/^Anna Kim/)
  await expect(anna.page.getByText('Seen', { exact: true })).toBeVisible()
})

test('somebody who is away gets it on coming back, and the sender is told so calmly', async ({
  anna,
  bob,
  server,
}) => {
  const context = bob.page.context()
  await bob.page.close()
  await openDirect(anna, 'Bob')
  await expect(anna.page.getByText('Bob is offline and gets this later.')).toBeVisible()
  await anna.say('For later')
  await expect(anna.page.getByText('Sent', { exact: true })).toBeVisible()
  const back = new ParleyPage(await context.newPage())
  await back.page.goto(server.origin)
  await back.joinHere('Bob')
  await expect(lineOf(back, 'Anna Kim')).toContainText('1')
  await directs(back)
    .getByRole('button', { name: /Anna Kim/ })
    .click()
  await back.expectMessage('For later')
  await expect(anna.page.getByText('Seen', { exact: true })).toBeVisible()
})

test('the same can be done as in a room', async ({ anna, bob }) => {
  await openDirect(anna, 'Bob')
  await anna.say('Who has the key?')
  await directs(bob)
    .getByRole('button', { name: /Anna Kim/ })
    .click()
  await pressAt(messageOf(bob, 'Who has the key?'), 'Reply')
  await bob.say('I do')
  await expect(messageOf(anna, 'I do')).toContainText('Who has the key?')
  await pressAt(messageOf(anna, 'I do'), '👍')
  await expect(messageOf(bob, 'I do').getByRole('button', { name: /^👍 1/ })).toBeVisible()
  await chooseAction(bob, 'Who has the key?', 'Pin')
  await expect(messageOf(anna, 'Who has the key?')).toContainText('Pinned by Bob')
  await anna.composer.press('ArrowUp')
  await anna.page.getByRole('textbox', { name: 'Edit message' }).fill('Who has the keys?')
  await anna.page.keyboard.press('Enter')
  await bob.expectMessage('Who has the keys?')
  await typeUntilSeen(anna, bob, 'Anna Kim is typing…')
})

test('somebody is blocked after a question, learns nothing of it, and is accepted again', async ({
  anna,
  bob,
}) => {
  await openDirect(anna, 'Bob')
  await anna.say('hello')
  await directs(bob)
    .getByRole('button', { name: /Anna Kim/ })
    .click()
  await chooseInLine(bob, 'Anna Kim', 'menuitem', 'Block Anna Kim')
  const question = bob.page.getByRole('dialog', { name: 'Block Anna Kim?' })
  await expectAccessible(bob.page)
  await question.getByRole('button', { name: 'Block', exact: true }).click()
  await expect(bob.page.getByText('You blocked Anna Kim.')).toBeVisible()
  await expect(bob.composer).toHaveCount(0)

  await anna.say('are you there?')
  await expect(anna.messages.getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(bob.messages.getByText('are you there?')).toHaveCount(0)

  await bob.page.getByRole('main').getByRole('button', { name: 'Unblock' }).click()
  await expect(bob.composer).toBeVisible()
  await anna.messages.getByRole('button', { name: 'Try again' }).click()
  await bob.expectMessage('are you there?')
})

test('a conversation is hidden until something is said in it', async ({ anna, bob }) => {
  await openDirect(anna, 'Bob')
  await anna.say('one')
  await expect(directs(bob).getByRole('button', { name: /Anna Kim/ })).toBeVisible()
  await chooseInLine(bob, 'Anna Kim', 'menuitem', 'Hide from list')
  await expect(directs(bob).getByRole('button', { name: /Anna Kim/ })).toHaveCount(0)
  await bob.page.reload()
  await bob.page.getByRole('button', { name: /^Join/ }).click()
  await bob.expectInRoom('General')
  await expect(directs(bob).getByRole('button', { name: /Anna Kim/ })).toHaveCount(0)
  await anna.say('two')
  await expect(directs(bob).getByRole('button', { name: /Anna Kim/ })).toBeVisible()
})

test('the conversation that was open last is open again, with its draft', async ({ anna }) => {
  await openDirect(anna, 'Bob')
  await anna.say('one')
  await anna.composer.fill('half a thought')
  await anna.page.reload()
  await anna.page.getByRole('button', { name: /^Join/ }).click()
  await anna.expectInRoom('Bob')
  await expect(anna.composer).toHaveValue('half a thought')
})

test('people are found by the switcher, by their names in messages, and by the keyboard', async ({
  anna,
  bob,
}) => {
  await bob.say('Hi @Anna Kim')
  await messageOf(anna, 'Hi').getByRole('button', { name: 'Bob', exact: true }).click()
  await anna.expectInRoom('Bob')
  await anna.say('psst')
  await anna.page.keyboard.press('Control+k')
  await anna.page.getByRole('combobox').fill('gen')
  await anna.page.keyboard.press('Enter')
  await anna.expectInRoom('General')
  await anna.page.keyboard.press('Control+k')
  await anna.page.getByRole('combobox').fill('@bo')
  await expectAccessible(anna.page)
  await anna.page.keyboard.press('Enter')
  await anna.expectInRoom('Bob')
  await anna.page.keyboard.press('Alt+ArrowDown')
  await anna.expectInRoom('General')
  await anna.page.keyboard.press('Alt+ArrowUp')
  await anna.expectInRoom('Bob')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a direct conversation is accessible in ${colorScheme}`, async ({ anna, tabs }) => {
    await anna.page.emulateMedia({ colorScheme })
    await openDirect(anna, 'Bob')
    await anna.say('hello')
    await anna.expectMessage('hello')
    await expectAccessible(anna.page)
    await lineOf(anna, 'Bob').hover()
    await lineOf(anna, 'Bob').getByRole('button', { name: 'Options' }).click()
    await expect(anna.page.getByRole('menu')).toBeVisible()
    await expectAccessible(anna.page)
    expect(tabs.consoleErrors).toEqual([])
  })
}

test('on a narrow screen the same way leads there', async ({ tabs }) => {
  const viewport = { width: 390, height: 800 }
  const carol = await tabs.open({ viewport })
  await carol.joinHere('Carol')
  await carol.page.getByRole('button', { name: /^Show people/ }).click()
  await carol.page.getByRole('dialog').getByRole('button', { name: /^Bob/ }).first().click()
  await carol.expectInRoom('Bob')
  await carol.say('from my phone')
  await carol.page.getByRole('button', { name: 'Show rooms' }).click()
  await expect(directs(carol).getByRole('button', { name: /Bob/ })).toContainText('from my phone')
  await expectAccessible(carol.page)
})
