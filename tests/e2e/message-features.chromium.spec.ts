import { expectAccessible } from '../support/e2e/accessibility.ts'
import { chooseAction, messageOf } from '../support/e2e/conversations.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { slowLine, type SlowLine } from '../support/e2e/slow-line.ts'
import { talkOn } from '../support/e2e/talk-on.ts'
import { expect, test } from '../support/e2e/test.ts'

/** How a page asks for what came after the 75 messages that follow the first of General. */
const NEWER = '"chat:history",{"roomId":"general","after":76'

/** The page fills the clipboard some time after it was asked to; what is in it before is of another test. */
async function copiedLink(person: ParleyPage, origin: string): Promise<string> {
  const copied = () => person.page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toContain(`${origin}/`)
  const link = await copied()
  expect(link.slice(origin.length)).toMatch(/^\/#\/general\/\d+$/)
  return link
}

test.use({ annasBrowser: { permissions: ['clipboard-read', 'clipboard-write'] } })

test('a message is pinned for everybody, found in the list of pins, and unpinned', async ({
  anna,
  bob,
  server,
}) => {
  await anna.say('The key is under the mat')
  await bob.expectMessage('The key is under the mat')
  await anna.page.getByRole('button', { name: 'Pinned messages' }).click()
  await expect(anna.page.getByText(/Nothing is pinned yet/)).toBeVisible()
  await anna.page.keyboard.press('Escape')
  await chooseAction(anna, 'The key is under the mat', 'Pin')
  await expect(messageOf(bob, 'The key is under the mat')).toContainText('Pinned by Anna Kim')
  await talkOn(server.origin)

  await bob.page.getByRole('button', { name: 'Pinned messages' }).click()
  const pins = bob.page.getByRole('list', { name: 'Pinned messages' })
  await expect(pins.getByRole('listitem')).toHaveCount(1)
  await expectAccessible(bob.page)
  await pins.getByRole('button', { name: /The key/ }).click()
  await expect(bob.messages.getByText('The key is under the mat')).toBeInViewport()
  await chooseAction(bob, 'The key is under the mat', 'Unpin')
  await expect(messageOf(bob, 'The key is under the mat')).not.toContainText('Pinned by')
})

test('a link to a message leads there: inside the app, and for somebody who comes by it', async ({
  anna,
  bob,
  server,
  tabs,
}) => {
  await anna.say('Remember this')
  await anna.expectMessage('Remember this')
  await chooseAction(anna, 'Remember this', 'Copy link')
  const link = await copiedLink(anna, server.origin)
  await talkOn(server.origin)

  await bob.openRoom('Music')
  await bob.say(`Look: ${link}`)
  await messageOf(bob, 'Look:').getByRole('link').click()
  await bob.expectInRoom('General')
  await expect(bob.messages.getByText('Remember this', { exact: true })).toBeInViewport()
  await bob.page.getByRole('button', { name: 'Jump to newest' }).click()
  await expect(bob.messages.getByText('Message number 70', { exact: true })).toBeInViewport()

  await bob.openRoom('Music')
  await bob.page.keyboard.press('Control+k')
  await bob.page.getByRole('combobox').fill(link)
  await bob.page.keyboard.press('Enter')
  await expect(bob.messages.getByText('Remember this', { exact: true })).toBeInViewport()

  const carol = await tabs.open()
  await carol.page.goto(link)
  await carol.page.reload()
  await carol.joinHere('Carol')
  await expect(carol.messages.getByText('Remember this', { exact: true })).toBeInViewport()
})

test('from an old part one reads down to the newest without a gap', async ({
  anna,
  bob,
  server,
}) => {
  await anna.say('Remember this')
  await chooseAction(anna, 'Remember this', 'Copy link')
  const link = await copiedLink(anna, server.origin)
  await talkOn(server.origin)
  await bob.page.goto(link)
  await bob.page.reload()
  await bob.page.getByRole('button', { name: /^Join/ }).click()
  await expect(bob.messages.getByText('Remember this', { exact: true })).toBeInViewport()
  await bob.messages.hover()
  const seen = new Set<string>()
  await expect(async () => {
    for (const text of await bob.messages.getByText(/^Message number/).allTextContents()) {
      seen.add(text)
    }
    // Less than the height of the list, so that everything is drawn at one stop at least.
    await bob.page.mouse.wheel(0, 400)
    expect(seen).toContain('Message number 70')
  }).toPass({ intervals: [200] })
  expect([...seen]).toHaveLength(70)
  await bob.page.mouse.wheel(0, 100_000)
  await expect(bob.messages.getByText('Message number 70', { exact: true })).toBeInViewport()
  // What comes now is shown at once: the part has met the newest.
  await anna.say('And this is new')
  await expect(bob.messages.getByText('And this is new', { exact: true })).toBeInViewport()
})

test('whoever has come to the end of an old part reads on there when the rest arrives', async ({
  anna,
  server,
  tabs,
}) => {
  await anna.say('Remember this')
  await chooseAction(anna, 'Remember this', 'Copy link')
  const link = await copiedLink(anna, server.origin)
  // Three pages: the one around the message, another, and one that ends with the newest.
  await talkOn(server.origin, 120)
  let line: SlowLine | null = null
  const bob = await tabs.open({}, async (context) => (line = await slowLine(context, NEWER)))
  await bob.page.goto(link)
  await bob.page.reload()
  await bob.joinHere('Bob')
  await expect(bob.messages.getByText('Remember this', { exact: true })).toBeInViewport()

  const slow = line as unknown as SlowLine
  const newest = bob.messages.getByRole('article').last()
  await bob.messages.hover()
  await expect(async () => {
    await bob.page.mouse.wheel(0, 100_000)
    await expect(newest).toBeInViewport({ timeout: 500 })
    expect(slow.isHeld()).toBe(true)
  }).toPass()
  const text = (await newest.getByText(/^Message number/).textContent()) ?? ''
  const number = Number(text.split(' ').at(-1))
  expect(number).toBe(75)
  slow.release()
  await expect.poll(() => slow.answers()).toBe(1)
  // Drawn, and whatever the list does about it as well.
  await bob.page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  )
  await expect(
    bob.messages.getByText(`Message number ${number + 1}`, { exact: true }),
  ).toBeAttached()
  await expect(bob.messages.getByText(text, { exact: true })).toBeInViewport()
  await expect(bob.messages.getByText('Message number 120', { exact: true })).not.toBeInViewport()
})

test('a message is forwarded to another room, and to a person', async ({ anna, bob }) => {
  await bob.say('The key is under the mat')
  await anna.expectMessage('The key is under the mat')
  await chooseAction(anna, 'The key is under the mat', 'Forward')
  await expect(anna.page.getByRole('dialog')).toContainText('The key is under the mat')
  await expectAccessible(anna.page)
  await anna.page.getByRole('combobox', { name: 'Forward to' }).fill('mus')
  await anna.page.keyboard.press('Enter')
  await expect(anna.page.getByText('Forwarded to Music')).toBeVisible()
  await bob.openRoom('Music')
  await expect(bob.messages.getByText('Forwarded from Bob in General')).toBeVisible()
  await expect(bob.messages.getByRole('blockquote')).toContainText('The key is under the mat')

  await chooseAction(anna, 'The key is under the mat', 'Forward')
  await anna.page.getByRole('combobox', { name: 'Forward to' }).fill('bob')
  await anna.page.getByRole('option', { name: /Bob/ }).click()
  await expect(bob.page.getByRole('list', { name: 'Direct messages' })).toContainText('Anna Kim')
})

test('a text is copied as it was typed', async ({ anna }) => {
  await anna.say('**bold** and `code`')
  await chooseAction(anna, 'bold and code', 'Copy text')
  await expect(anna.page.getByText('Text copied')).toBeVisible()
  expect(await anna.page.evaluate(() => navigator.clipboard.readText())).toBe('**bold** and `code`')
})

test('"@here" is completed and speaks to everybody in the room', async ({ anna, bob }) => {
  await anna.composer.pressSequentially('@her')
  await anna.page.getByRole('option', { name: /here/ }).click()
  await anna.composer.pressSequentially('lunch!')
  await anna.page.keyboard.press('Enter')
  await expect(messageOf(bob, 'lunch!').getByText('@here')).toBeVisible()
  await bob.openRoom('Music')
  await anna.say('@here second call')
  await expect(bob.page).toHaveTitle(/^\(1\)/)
})

test('how far others have read stands under the last message', async ({ anna, bob }) => {
  await anna.say('Did everybody see this?')
  await bob.expectMessage('Did everybody see this?')
  await expect(messageOf(anna, 'Did everybody see this?')).toContainText('Seen by Bob')
})

test('how much fits is shown before it is too much, and too much is not lost', async ({ anna }) => {
  await anna.composer.fill('x'.repeat(7_900))
  await expect(anna.page.getByText('100 characters left')).toBeVisible()
  await anna.composer.fill('x'.repeat(8_010))
  await expect(anna.composer).toHaveAttribute('aria-invalid', 'true')
  await anna.page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(anna.page.getByText('A message has at most 8000 characters.')).toBeVisible()
  await expect(anna.composer).toHaveValue('x'.repeat(8_010))
})
