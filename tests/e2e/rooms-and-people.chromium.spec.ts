import type { Locator } from '@playwright/test'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import { button, expectStored } from '../support/e2e/conversations.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { expect, test } from '../support/e2e/test.ts'

const dialogOf = (person: ParleyPage): Locator => person.page.getByRole('dialog')

async function createRoom(
  person: ParleyPage,
  name: string,
  options: { access?: 'Password' | 'Invited'; password?: string } = {},
): Promise<void> {
  await button(person, 'Create room').click()
  const dialog = dialogOf(person)
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  if (options.access) await dialog.getByRole('radio', { name: options.access }).check()
  if (options.password) {
    await dialog.getByRole('textbox', { name: 'Password' }).fill(options.password)
  }
  await button(dialog, 'Create room').click()
  await person.expectInRoom(name)
}

async function openConversationMenu(person: ParleyPage, item: string): Promise<void> {
  await button(person, 'Conversation options').click()
  await person.page.getByRole('menuitem', { name: item, exact: true }).click()
}

async function openPersonMenu(person: ParleyPage, name: string, item: string): Promise<void> {
  const options = button(person, `Options for ${name}`)
  await options.focus()
  await options.press('Enter')
  await person.page.getByRole('menuitem', { name: item, exact: true }).click()
}

async function openServerMenu(person: ParleyPage, item: string): Promise<void> {
  await button(person, /, menu$/).click()
  await person.page.getByRole('menuitem', { name: item, exact: true }).click()
}

test('a room is created with an icon and a topic, changed, archived and deleted', async ({
  anna,
  bob,
}) => {
  await button(anna, 'Create room').click()
  const dialog = dialogOf(anna)
  await expectAccessible(anna.page)
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Workshop')
  await dialog.getByRole('textbox', { name: 'Topic' }).fill('Wood and glue')
  await button(dialog, /^Icon/).click()
  await anna.page.getByRole('searchbox', { name: 'Search emoji' }).fill('hammer')
  await anna.page.getByRole('gridcell', { name: 'Hammer', exact: true }).first().click()
  await button(dialog, 'Create room').click()
  await anna.expectInRoom('Workshop')
  await bob.openRoom('Workshop')
  await expect(bob.page.getByText('Wood and glue')).toBeVisible()
  await expect(bob.rooms.getByText('🔨')).toBeVisible()

  await openConversationMenu(anna, 'Room settings')
  await expectAccessible(anna.page)
  await dialogOf(anna).getByRole('textbox', { name: 'Name', exact: true }).fill('Attic')
  await button(dialogOf(anna), 'Save').click()
  await bob.expectInRoom('Attic')

  await openConversationMenu(anna, 'Room settings')
  await button(dialogOf(anna), 'Archive room').click()
  await expect(bob.page.getByText('This room is archived', { exact: false })).toBeVisible()
  await button(dialogOf(anna), 'Delete room').click()
  await button(anna, 'Delete for everybody').click()
  // First what is said for a few seconds only.
  await expect(bob.page.getByText(/^The room .* was deleted\.$/)).toBeVisible()
  await bob.expectInRoom('General')
  await expect(bob.rooms.getByText('Attic')).toHaveCount(0)
})

test('a room with a password lets in who knows it, once for all', async ({ anna, bob }) => {
  await createRoom(anna, 'Cellar', { access: 'Password', password: 'wine and cheese' })
  await anna.say('Down here')
  await bob.rooms.getByRole('button', { name: /Cellar/ }).click()
  const question = dialogOf(bob)
  await expect(question).toContainText('Cellar has a password')
  await question.getByRole('textbox', { name: 'Password' }).fill('beer')
  await button(question, 'Enter').click()
  await expect(question.getByRole('alert')).toBeVisible()
  await question.getByRole('textbox', { name: 'Password' }).fill('wine and cheese')
  await button(question, 'Enter').click()
  await bob.expectInRoom('Cellar')
  await bob.expectMessage('Down here')
  await bob.openRoom('General')
  await bob.openRoom('Cellar')
})

test('a private room is there for the invited only, and gone for those who are removed', async ({
  anna,
  bob,
}) => {
  await createRoom(anna, 'Surprise', { access: 'Invited' })
  await anna.say('The cake is blue')
  await expectStored(anna, 'The cake is blue')
  // What Anna says after it, where Bob sees it: by then he would know of the room.
  await anna.openRoom('General')
  await anna.say('Nothing to see here')
  await bob.expectMessage('Nothing to see here')
  await expect(bob.rooms.getByText('Surprise')).toHaveCount(0)
  await anna.openRoom('Surprise')
  await openConversationMenu(anna, 'Room settings')
  await dialogOf(anna).getByRole('combobox', { name: 'Invite somebody' }).selectOption('Bob')
  await button(dialogOf(anna), 'Invite').click()
  await bob.openRoom('Surprise')
  await bob.expectMessage('The cake is blue')
  await button(dialogOf(anna), 'Remove Bob').click()
  await bob.expectInRoom('General')
  await expect(bob.rooms.getByText('Surprise')).toHaveCount(0)
})

test('search finds what was said anywhere, shows the words, and goes there', async ({ anna }) => {
  await anna.say('The cutter is free until noon')
  await expectStored(anna, 'The cutter is free until noon')
  await anna.openRoom('Music')
  await anna.say('Nothing to cut here')
  // What is not stored yet is not found, and a search that found nothing is not made again.
  await expectStored(anna, 'Nothing to cut here')
  await anna.page.keyboard.press('ControlOrMeta+f')
  const field = anna.page.getByRole('searchbox', { name: 'Search messages' })
  await field.fill('cutter')
  const found = anna.page.getByRole('list', { name: 'Found messages' })
  await expect(found.getByRole('listitem')).toHaveCount(1)
  await expect(found.locator('mark')).toHaveText('cutter')
  await expectAccessible(anna.page)
  await field.fill('cut from:"Anna Kim" in:Music')
  await expect(found).toContainText('Nothing to cut here')
  await field.fill('cutter')
  await expect(found).toContainText('The cutter is free')
  await found.getByRole('button').click()
  await anna.expectInRoom('General')
  await anna.expectMessage('The cutter is free until noon')
  await field.fill('zeppelin')
  await expect(anna.page.getByText('Nothing found.')).toBeVisible()
  await field.press('Escape')
  await expect(field).toHaveCount(0)
})

test('a status and a presence are seen by others', async ({ anna, bob }) => {
  await button(bob, /^Your profile/).click()
  await expectAccessible(bob.page)
  await dialogOf(bob).getByRole('textbox', { name: 'Status' }).fill('Gluing')
  await button(dialogOf(bob), 'Set').click()
  await expect(anna.people.getByText('Gluing')).toBeVisible()
  await dialogOf(bob).getByRole('radio', { name: 'Do not disturb' }).click()
  await expect(anna.people.getByRole('listitem').filter({ hasText: 'Bob' })).toContainText(
    'do not disturb',
  )
})

test('a picture is seen by others, and gone when it is removed', async ({ anna, bob, tabs }) => {
  await button(bob, /^Your profile/).click()
  const file = dialogOf(bob).getByLabel('Picture', { exact: true })
  await file.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no') })
  await expect(dialogOf(bob).getByRole('alert')).toContainText('not a picture')
  await file.setInputFiles('build/icons/128x128.png')
  const seen = anna.people.getByRole('listitem').filter({ hasText: 'Bob' }).locator('img')
  await expect(seen).toBeVisible()
  await expect.poll(() => seen.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(256)
  await button(dialogOf(bob), 'Remove').click()
  await expect(seen).toHaveCount(0)
  expect(tabs.consoleErrors).toEqual([])
})

test('a protected name is its owner’s, on another device too', async ({ bob, tabs }) => {
  await button(bob, /^Your profile/).click()
  await dialogOf(bob).getByRole('textbox', { name: 'Password' }).fill('only mine')
  await button(dialogOf(bob), 'Protect name').click()
  await expect(dialogOf(bob).getByRole('heading', { name: 'Bob is yours alone' })).toBeVisible()
  const other = await tabs.open()
  await other.nameField.fill('Bob')
  await button(other, /^Join/).click()
  await expect(dialogOf(other)).toContainText('The name Bob is protected')
  await dialogOf(other).getByRole('textbox', { name: 'Password' }).fill('a guess')
  await button(dialogOf(other), 'Come in').click()
  await expect(dialogOf(other).getByRole('alert')).toBeVisible()
  await dialogOf(other).getByRole('textbox', { name: 'Password' }).fill('only mine')
  await button(dialogOf(other), 'Come in').click()
  await other.expectInRoom('General')
  await other.say('From my other computer')
  await expect(
    bob.messages.getByRole('article', { name: /^Bob,/ }).filter({ hasText: 'other computer' }),
  ).toHaveCount(1)
})

test('somebody is silenced, thrown out and kept out, with reasons, and it is all in the log', async ({
  anna,
  bob,
}) => {
  await openPersonMenu(anna, 'Bob', 'Silence…')
  await dialogOf(anna).getByRole('textbox', { name: 'Reason' }).fill('Too loud')
  await button(dialogOf(anna), 'Silence').click()
  await expect(
    bob.page.getByText('A moderator asked you to be quiet', { exact: false }),
  ).toBeVisible()
  await openPersonMenu(anna, 'Bob', 'Let speak again')
  await expect(bob.composer).toBeVisible()

  await openPersonMenu(anna, 'Bob', 'Throw out…')
  await dialogOf(anna).getByRole('textbox', { name: 'Reason' }).fill('Cool down')
  await button(dialogOf(anna), 'Throw out').click()
  await expect(bob.page.getByText('Cool down', { exact: false })).toBeVisible()
  await bob.page.reload()
  await bob.joinHere('Bob')

  await openPersonMenu(anna, 'Bob', 'Keep out…')
  await dialogOf(anna).getByRole('combobox', { name: 'For how long' }).selectOption('1 day')
  await button(dialogOf(anna), 'Keep out').click()
  await expect(bob.page.getByText('did not let you back in', { exact: false })).toBeVisible()
  await bob.page.reload()
  await bob.nameField.fill('Bob')
  await button(bob, /^Join/).click()
  await expect(bob.page.getByRole('alert')).toBeVisible()

  await openServerMenu(anna, 'Server administration')
  await dialogOf(anna).getByRole('radio', { name: 'Log' }).click()
  const log = dialogOf(anna).getByRole('list', { name: 'Log of moderation' })
  await expect(log).toContainText('Anna Kim keeps out Bob')
  await expect(log).toContainText('Too loud')
  await expectAccessible(anna.page)
  await dialogOf(anna).getByRole('radio', { name: 'Kept out' }).click()
  await button(dialogOf(anna), 'Let Bob in again').click()
  await expect(dialogOf(anna)).toContainText('Nobody is kept out.')
  await button(bob, /^Join/).click()
  await bob.expectInRoom('General')
})

test('a role changes what is offered', async ({ anna, bob }) => {
  await expect(button(bob, 'Options for Anna Kim')).toHaveCount(1)
  await button(bob, /, menu$/).click()
  await expect(bob.page.getByRole('menuitem', { name: 'Server administration' })).toHaveCount(0)
  await bob.page.keyboard.press('Escape')
  const options = button(anna, 'Options for Bob')
  await options.focus()
  await options.press('Enter')
  await anna.page.getByRole('menuitemradio', { name: 'Moderator' }).click()
  await expect(bob.people.getByText('Moderator')).toBeVisible()
  await openServerMenu(bob, 'Server administration')
  await expect(dialogOf(bob).getByRole('list', { name: 'Log of moderation' })).toContainText(
    'changed the role of Bob',
  )
})

test('a server with a password asks for it, of newcomers and of those who come back', async ({
  anna,
  tabs,
}) => {
  await openServerMenu(anna, 'Server administration')
  const field = dialogOf(anna).getByRole('textbox', { name: 'Server password' })
  await field.fill('open sesame')
  await button(dialogOf(anna), 'Set').click()
  await expect(dialogOf(anna)).toContainText('Whoever comes in has to know it.')
  const cara = await tabs.open()
  await cara.nameField.fill('Cara')
  await button(cara, /^Join/).click()
  await expect(dialogOf(cara)).toContainText('Workshop has a password')
  await dialogOf(cara).getByRole('textbox', { name: 'Password' }).fill('open barley')
  await button(dialogOf(cara), 'Come in').click()
  await expect(dialogOf(cara).getByRole('alert')).toBeVisible()
  await dialogOf(cara).getByRole('textbox', { name: 'Password' }).fill('open sesame')
  await button(dialogOf(cara), 'Come in').click()
  await cara.expectInRoom('General')
})
