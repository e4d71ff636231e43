import type { Page } from '@playwright/test'
import { directs, lineOf, openDirect } from '../support/e2e/conversations.ts'
import { expect, test } from '../support/e2e/test.ts'

/** Spares the wait until the next attempt; it may have come by itself meanwhile. */
const tryNow = (page: Page): Promise<void> =>
  page
    .getByRole('button', { name: 'Try now' })
    .click({ timeout: 3_000 })
    .catch(() => undefined)

test('a notification tells of a direct message, and a click on it opens the conversation', async ({
  server,
  apps,
}) => {
  const { app: annasApp, parley: anna } = await apps.open()
  await anna.joinByAddress('Anna Kim', `127.0.0.1:${server.port}`)
  const { parley: bob } = await apps.open()
  await bob.joinByAddress('Bob', `127.0.0.1:${server.port}`)
  await expect(anna.people.getByText('Bob')).toBeVisible()

  // What the system would show is caught, because nobody looks at this screen.
  await annasApp.evaluate(({ Notification }) => {
    const shown: Electron.Notification[] = []
    Object.assign(globalThis, { shown })
    Notification.isSupported = () => true
    Notification.prototype.show = function (this: Electron.Notification) {
      shown.push(this)
    }
  })
  await openDirect(bob, 'Anna Kim')
  await bob.say('Are you **there**?')
  const shown = () =>
    annasApp.evaluate(() =>
      (globalThis as unknown as { shown: Electron.Notification[] }).shown.map(
        ({ title, body }) => ({ title, body }),
      ),
    )
  await expect.poll(shown).toEqual([{ title: 'Bob', body: 'Are you there?' }])
  await annasApp.evaluate(() => {
    const [first] = (globalThis as unknown as { shown: Electron.Notification[] }).shown
    first?.emit('click')
  })
  await anna.expectInRoom('Bob')
  await anna.expectMessage('Are you there?')
})

test('a server that is away can be read as it was, and what is written is sent once it is back', async ({
  server,
  apps,
}) => {
  const first = await apps.open()
  const anna = first.parley
  await anna.joinByAddress('Anna Kim', `127.0.0.1:${server.port}`)
  const { parley: bob } = await apps.open()
  await bob.joinByAddress('Bob', `127.0.0.1:${server.port}`)
  await anna.say('Said in the room')
  await bob.expectMessage('Said in the room')
  await openDirect(bob, 'Anna Kim')
  await bob.say('Said between us')
  await directs(anna).getByRole('button', { name: /Bob/ }).click()
  await anna.expectMessage('Said between us')
  await anna.openRoom('General')
  await first.close()
  // A server that says goodbye is not expected back; one that is cut off is.
  await server.crash()

  const { parley: again } = await apps.open({ userData: first.userData })
  await again.page.getByRole('button', { name: 'Join Workshop' }).click()
  await again.expectMessage('Said in the room')
  await directs(again).getByRole('button', { name: /Bob/ }).click()
  await again.expectMessage('Said between us')
  await again.openRoom('General')
  await again.say('Written meanwhile')

  await server.startAgain()
  for (const { page } of [again, bob]) await tryNow(page)
  await bob.openRoom('General')
  await bob.expectMessage('Written meanwhile')
  await again.expectMessage('Written meanwhile')
})

test('a server that is forgotten leaves nothing of what was said', async ({ server, apps }) => {
  const first = await apps.open()
  await first.parley.joinByAddress('Anna Kim', `127.0.0.1:${server.port}`)
  await first.parley.say('Not to be kept')
  await first.parley.expectMessage('Not to be kept')
  await expect(lineOf(first.parley, 'General')).toBeVisible()
  await first.parley.page.getByRole('button', { name: 'Workshop, menu' }).click()
  await first.parley.page.getByRole('menuitem', { name: 'Leave server' }).click()
  const stored = () => first.page.evaluate(() => JSON.stringify({ ...localStorage }))
  await expect.poll(stored).toContain('Not to be kept')
  await first.parley.page.getByRole('button', { name: 'Forget Workshop' }).click()
  await expect(first.parley.page.getByRole('button', { name: 'Join Workshop' })).toHaveCount(0)
  await expect.poll(stored).not.toContain('Not to be kept')
})
