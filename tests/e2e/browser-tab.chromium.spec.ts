import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import { pressAt } from '../support/e2e/conversations.ts'
import { talkOn } from '../support/e2e/talk-on.ts'
import { expect, test } from '../support/e2e/test.ts'

test('two people chat in two tabs', async ({ anna, bob, tabs }) => {
  await anna.say('Hello from a tab')
  await bob.expectMessage('Hello from a tab')
  await bob.say('<img src=x onerror=alert(1)> & "quotes"')
  await anna.expectMessage('<img src=x onerror=alert(1)> & "quotes"')
  await expect(anna.people.getByText('Bob')).toBeVisible()
  expect(tabs.consoleErrors).toEqual([])
})

test('a name that looks like somebody who is here is refused at the field', async ({ tabs }) => {
  const anna = await tabs.open()
  await anna.joinHere('Anna')
  const impostor = await tabs.open()
  await impostor.nameField.fill('Аnna') // the first letter is Cyrillic
  await impostor.page.getByRole('button', { name: /^Join/ }).click()
  await expect(
    impostor.page.getByText(/uses this name|is taken|somebody who is here/i),
  ).toBeVisible()
  await expect(impostor.nameField).toBeFocused()
  await impostor.joinHere('Anja')
})

test('a reload brings the same person back, who sees the history once', async ({ anna }) => {
  await anna.say('Still here after a reload')
  await anna.expectMessage('Still here after a reload')
  await anna.page.reload()
  await anna.page.getByRole('button', { name: /^Join/ }).click()
  await anna.expectInRoom('General')
  await anna.expectMessage('Still here after a reload')
  await expect(anna.people.getByRole('listitem')).toHaveCount(1)
})

test('a server that crashes is noticed, and the tab goes on when it is back', async ({
  anna,
  server,
  tabs,
}) => {
  await anna.say('Before')
  await anna.expectMessage('Before')

  await server.crash()
  await expect(anna.page.getByText(/reconnect|connection .* lost/i).first()).toBeVisible()
  await anna.say('Written while it was away')
  await server.startAgain()
  const again = anna.page.getByRole('button', { name: 'Try now' })
  await again.click({ timeout: 2_000 }).catch(() => undefined)

  const bob = await tabs.open()
  await bob.joinHere('Bob')
  await bob.expectMessage('Written while it was away')
  await bob.expectMessage('Before')
  await anna.expectMessage('Written while it was away')
})

test('older messages load above without a jump', async ({ server, tabs }) => {
  await talkOn(server.origin)
  const bob = await tabs.open()
  await bob.joinHere('Bob')
  await bob.expectMessage('Message number 70')
  await bob.messages.hover()
  await expect(async () => {
    await bob.page.mouse.wheel(0, -4_000)
    await expect(bob.messages.getByText('Message number 1', { exact: true })).toBeVisible({
      timeout: 500,
    })
  }).toPass()
})

test('on a narrow screen rooms and people are in drawers', async ({ tabs }) => {
  const anna = await tabs.open({ viewport: { width: 390, height: 800 } })
  await anna.joinHere('Anna Kim')
  await expect(anna.composer).toBeVisible()
  await expect(anna.rooms).toBeHidden()
  await anna.page.getByRole('button', { name: /rooms/i }).click()
  await expect(anna.rooms).toBeVisible()
  await expectAccessible(anna.page)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every main screen is accessible in ${colorScheme}`, async ({ tabs }) => {
    const anna = await tabs.open({ colorScheme, viewport: { width: 1240, height: 800 } })
    await expect(anna.nameField).toBeVisible()
    await expectAccessible(anna.page)
    await anna.joinHere('Anna Kim')
    await anna.say('A message to look at')
    await anna.expectMessage('A message to look at')
    await expectAccessible(anna.page)
    await anna.page.keyboard.press('Control+/')
    await expect(anna.page.getByRole('dialog')).toBeVisible()
    await expectAccessible(anna.page)
    await anna.page.keyboard.press('Escape')
    await expect(anna.page.getByRole('dialog')).toHaveCount(0)
    await anna.page.keyboard.press('Control+,')
    await expect(anna.page.getByRole('dialog')).toBeVisible()
    await expectAccessible(anna.page)
    expect(tabs.consoleErrors).toEqual([])
  })
}

test('the picture for the README', async ({ tabs }) => {
  const viewport = { width: 1240, height: 800 }
  const anna = await tabs.open({ colorScheme: 'dark', viewport, deviceScaleFactor: 2 })
  await anna.joinHere('Anna Kim')
  const sam = await tabs.open()
  await sam.joinHere('Sam Okafor')
  const mira = await tabs.open()
  await mira.joinHere('Mira Rossi')
  const jonas = await tabs.open()
  await jonas.joinHere('Jonas B')
  await sam.say(
    'The laser cutter is free from 15:00. Settings from last time:\n' +
      '```ini\nspeed = 22 mm/s\npower = 64 %\npasses = 2\n```',
  )
  const settings = (person: typeof anna) =>
    person.messages.getByRole('article').filter({ hasText: 'laser cutter' }).first()
  for (const person of [mira, jonas]) {
    await pressAt(settings(person), '👍')
  }
  await pressAt(settings(mira), 'Reply')
  await mira.say('Taking it. The drawing is on the shelf next to it.')
  await jonas.expectMessage('Taking it. The drawing is on the shelf next to it.')
  await jonas.say('@Anna Kim do you need it today?')
  await expect(anna.messages.getByText('do you need it today?')).toBeVisible()
  await anna.say('Then I take the evening 🎉')
  await anna.expectMessage('Then I take the evening 🎉')
  await expect(settings(anna).getByRole('button', { name: /^👍 2/ })).toBeVisible()

  // Kept in the repository only when asked for, so that a test run leaves no changes behind.
  const target = process.env['PARLEY_UPDATE_PICTURES'] ? 'docs/images' : 'test-results/images'
  const images = resolve(import.meta.dirname, '../..', target)
  mkdirSync(images, { recursive: true })
  await anna.page.screenshot({ path: resolve(images, 'main-dark.png'), animations: 'disabled' })
})
