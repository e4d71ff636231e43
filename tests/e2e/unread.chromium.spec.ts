import { expectAccessible } from '../support/e2e/accessibility.ts'
import { chooseInLine, expectStored, lineOf } from '../support/e2e/conversations.ts'
import { expect, test } from '../support/e2e/test.ts'

test.beforeEach(async ({ bob }) => {
  await bob.openRoom('Music')
})

test('a room that nobody looks at is unread, and a mention in it is counted', async ({
  anna,
  bob,
}) => {
  await bob.say('la la')
  await expect(lineOf(anna, 'Music').getByText(', unread')).toBeAttached()
  await expect(anna.page).toHaveTitle(/^General/)
  await bob.say('@Anna Kim listen')
  await bob.say('@here everybody')
  await expect(lineOf(anna, 'Music')).toContainText('2 mentions of you')
  await expect(anna.page).toHaveTitle(/^\(2\)/)
  await expectAccessible(anna.page)
  await chooseInLine(anna, 'Music', 'menuitem', 'Mark as read')
  await expect(anna.page).toHaveTitle(/^General/)
  await expect(lineOf(anna, 'Music').getByText(', unread')).toHaveCount(0)
})

test('the level of a room decides what has a number, on every device', async ({
  anna,
  bob,
  tabs,
}) => {
  await chooseInLine(anna, 'Music', 'menuitemradio', 'All messages')
  await bob.say('la la')
  await expect(anna.page).toHaveTitle(/^\(1\)/)
  await chooseInLine(anna, 'Music', 'menuitemradio', 'Nothing')
  await expect(anna.page).toHaveTitle(/^General/)
  await expect(lineOf(anna, 'Music').getByRole('img', { name: 'Notifications off' })).toBeVisible()
  await bob.say('@Anna Kim hello?')
  await expectStored(bob, 'hello?')
  // What Bob says after it, where Anna sees it: by then she was told of the mention as well.
  await bob.openRoom('General')
  await bob.say('over here now')
  await anna.expectMessage('over here now')
  await expect(anna.page).toHaveTitle(/^General/)
  const storageState = await anna.page.context().storageState()
  const elsewhere = await tabs.open({ storageState })
  await elsewhere.joinHere('Anna Kim')
  await expect(
    lineOf(elsewhere, 'Music').getByRole('img', { name: 'Notifications off' }),
  ).toBeVisible()
})

test('what came while nobody read begins at a line, and a button leads up to it', async ({
  anna,
  bob,
}) => {
  await bob.say('read already')
  await anna.openRoom('Music')
  await anna.expectMessage('read already')
  await anna.openRoom('General')
  for (let number = 1; number <= 30; number += 1) await bob.say(`Song ${number}`)
  await bob.expectMessage('Song 30')
  await anna.openRoom('Music')
  await anna.expectMessage('Song 30')
  await anna.page.getByRole('button', { name: '30 new' }).click()
  await expect(anna.messages.getByRole('separator', { name: 'New messages' })).toBeVisible()
  await expect(anna.messages.getByText('Song 1', { exact: true })).toBeVisible()
  await expectAccessible(anna.page)
  await anna.page.getByRole('button', { name: 'Jump to newest' }).click()
  await expect(anna.messages.getByText('Song 30', { exact: true })).toBeVisible()
  await anna.page
    .getByRole('group', { name: 'New messages above' })
    .getByRole('button', { name: 'Mark as read' })
    .click()
  await expect(anna.page.getByRole('button', { name: '30 new' })).toHaveCount(0)
})

test('what is read on one device is read on the other', async ({ anna, bob, tabs }) => {
  const storageState = await anna.page.context().storageState()
  const elsewhere = await tabs.open({ storageState })
  await elsewhere.joinHere('Anna Kim')
  await bob.say('@Anna Kim listen')
  await expect(elsewhere.page).toHaveTitle(/^\(1\)/)
  await anna.openRoom('Music')
  await expect(elsewhere.page).toHaveTitle(/^General/)
})

test('a draft stays in its conversation', async ({ anna }) => {
  await anna.composer.fill('half a thought')
  await anna.openRoom('Music')
  await expect(anna.composer).toHaveValue('')
  await anna.openRoom('General')
  await expect(anna.composer).toHaveValue('half a thought')
})

test('a browser is asked for notifications once something was missed', async ({ bob, tabs }) => {
  const carol = await tabs.open({}, (context) => context.addInitScript(askAboutNotifications))
  await carol.joinHere('Carol')
  await expect(carol.page.getByRole('region', { name: 'Notifications' })).toHaveCount(0)
  await bob.say('@Carol are you there?')
  const offer = carol.page.getByRole('region', { name: 'Notifications' })
  await expect(offer).toBeVisible()
  await expectAccessible(carol.page)
  await offer.getByRole('button', { name: 'Turn on' }).click()
  await expect(offer).toHaveCount(0)
})

/** A browser without a window refuses by itself; this one asks, and somebody says yes. */
function askAboutNotifications(): void {
  let permission: NotificationPermission = 'default'
  Object.defineProperty(Notification, 'permission', { get: () => permission })
  Notification.requestPermission = () => {
    permission = 'granted'
    return Promise.resolve(permission)
  }
}
