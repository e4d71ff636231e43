import type { Locator } from '@playwright/test'
import { closeClients, connect } from '../support/client.ts'
import { ask } from '../support/conversation.ts'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import { button, chooseAction } from '../support/e2e/conversations.ts'
import { sendFiles } from '../support/e2e/files.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { expect, test } from '../support/e2e/test.ts'
import { dataUrl, speak, upload } from '../support/media.ts'
import { pictureOf } from '../support/pictures.ts'
import { wav } from '../support/sounds.ts'

const patience = { timeout: 60_000 }

/** Three pages of thirty messages: the second one may come before anybody scrolls. */
const PICTURES = 90

const picture = (name: string) => ({
  name,
  mimeType: 'image/png',
  buffer: pictureOf(320, 200),
})
const NOTES = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Just words') }

const panel = (person: ParleyPage): Locator =>
  person.page.getByRole('complementary', { name: 'Media and files' })

const tab = (person: ParleyPage, name: string): Locator =>
  panel(person).getByRole('tab', { name, exact: true })

const tiles = (person: ParleyPage): Locator =>
  panel(person).getByRole('list', { name: 'Pictures' }).getByRole('listitem')

test('pictures and files are found again, and come and go while one looks', async ({
  anna,
  bob,
  tabs,
}) => {
  await button(bob, 'Media and files').click()
  await expect(panel(bob)).toContainText('No pictures were sent here yet.')
  await expectAccessible(bob.page)

  await sendFiles(anna, picture('sunset.png'), NOTES)
  await expect(tiles(bob)).toHaveCount(1)
  await sendFiles(anna, picture('moon.png'))
  await expect(tiles(bob)).toHaveCount(2)
  const first = tiles(bob)
    .first()
    .getByRole('button', { name: /^Open picture moon\.png of Anna/ })
  await expect
    .poll(() => first.locator('img').evaluate((of: HTMLImageElement) => of.naturalWidth))
    .toBe(320)
  await expectAccessible(bob.page)

  await first.click()
  await expect(bob.page.getByRole('dialog', { name: 'moon.png' })).toContainText(/Anna.*1 of 2/)
  await bob.page.keyboard.press('ArrowRight')
  const viewer = bob.page.getByRole('dialog', { name: 'sunset.png' })
  await expect(viewer).toContainText('2 of 2')
  await viewer.getByRole('button', { name: 'Show in conversation' }).click()
  await expect(viewer).toHaveCount(0)
  await expect(bob.messages.getByRole('button', { name: 'Open picture sunset.png' })).toBeVisible()

  await tab(bob, 'Files').click()
  const rows = panel(bob).getByRole('list', { name: 'Files' }).getByRole('listitem')
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText(/notes\.txt10 B · Anna/)
  await expectAccessible(bob.page)

  await chooseAction(anna, 'notes.txt', 'Delete message')
  await button(anna.page.getByRole('dialog'), 'Delete').click()
  await expect(rows).toHaveCount(0)
  await expect(panel(bob)).toContainText('No files were sent here yet.')
  await tab(bob, 'Pictures').click()
  await expect(tiles(bob)).toHaveCount(1)
  expect(tabs.consoleErrors).toEqual([])
})

test('the list is used with the keyboard alone', async ({ anna }) => {
  await sendFiles(anna, picture('sunset.png'), NOTES)
  await button(anna, 'Media and files').focus()
  await anna.page.keyboard.press('Enter')
  await expect(tab(anna, 'Pictures')).toBeFocused()
  await anna.page.keyboard.press('ArrowRight')
  await anna.page.keyboard.press('Enter')
  await expect(tab(anna, 'Files')).toHaveAttribute('aria-selected', 'true')
  await expect(button(anna, 'Show notes.txt in conversation')).toBeVisible()
  await anna.page.keyboard.press('Tab')
  await expect(button(anna, 'Show notes.txt in conversation')).toBeFocused()
  await anna.page.keyboard.press('Tab')
  await expect(button(anna, 'Download notes.txt')).toBeFocused()
  // From a button with a name beside it, Escape takes away that first.
  await tab(anna, 'Files').focus()
  await anna.page.keyboard.press('Escape')
  await expect(panel(anna)).toHaveCount(0)
  await expect(button(anna, 'Media and files')).toBeFocused()
})

test('older ones come in as one scrolls', async ({ bob, server }) => {
  const client = await connect(server.origin)
  const { token } = await client.join('general', 'Carl')
  const brought = await upload(server.origin, token, new Uint8Array(picture('').buffer))
  const { blobId } = (await brought.json()) as { blobId: string }
  for (let index = 0; index < PICTURES; index += 1) {
    const files = [{ blobId, name: `picture ${index}.png` }]
    await ask(client, 'chat:send:files', { roomId: 'general', files })
  }
  await button(bob, 'Media and files').click()
  await expect(tiles(bob).first()).toBeVisible()
  expect(await tiles(bob).count()).toBeLessThan(PICTURES)
  await expect(async () => {
    await tiles(bob).last().scrollIntoViewIfNeeded()
    await expect(tiles(bob)).toHaveCount(PICTURES, { timeout: 500 })
  }).toPass(patience)
  await expect(tiles(bob).last().getByRole('button')).toHaveAccessibleName(/picture 0\.png/)
  closeClients()
})

test('voice messages are played where they are listed', async ({ bob, server }) => {
  const client = await connect(server.origin)
  await client.join('general', 'Carl')
  await speak(client, 'general', { audio: dataUrl(wav(20), 'audio/wav'), duration: 20 })
  await button(bob, 'Media and files').click()
  await tab(bob, 'Voice').click()
  const row = panel(bob).getByRole('list', { name: 'Voice messages' }).getByRole('listitem')
  await expect(row).toContainText(/Carl, not listened to yet.*0:20/)
  await button(row, 'Play voice message').click()
  await expect(button(row, 'Pause voice message')).toBeVisible(patience)
  await expect(row).not.toContainText('not listened to yet')
  // The one in the conversation is the same one.
  await expect(button(bob.messages, 'Pause voice message')).toBeVisible()
  await expectAccessible(bob.page)
  await button(row, 'Show the voice message of Carl in conversation').click()
  await expect(bob.messages.getByRole('group', { name: 'Voice message' })).toBeVisible()
  closeClients()
})

test('without the server it says so, and catches up when that is back', async ({
  anna,
  bob,
  server,
}) => {
  await sendFiles(anna, picture('sunset.png'))
  await server.crash()
  await button(bob, 'Media and files').click()
  await expect(panel(bob)).toContainText('as soon as the server is back', patience)
  await expectAccessible(bob.page)
  await server.startAgain()
  await expect(tiles(bob)).toHaveCount(1, patience)
})

test('in a narrow window it is a drawer behind the menu', async ({ anna }) => {
  await sendFiles(anna, picture('sunset.png'))
  await anna.page.setViewportSize({ width: 380, height: 700 })
  await button(anna, 'Conversation options').click()
  await anna.page.getByRole('menuitem', { name: 'Media and files' }).click()
  await expect(tiles(anna)).toHaveCount(1)
  await expectAccessible(anna.page)
  await anna.page.keyboard.press('Escape')
  await expect(panel(anna)).toHaveCount(0)
})
