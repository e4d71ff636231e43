import { expect, type Locator } from '@playwright/test'
import type { ParleyPage } from './parley-page.ts'

/** What people do with messages and conversations, by the names that assistive technology sees. */

/** By its whole name, or by a part of it as a pattern. */
export const button = (within: ParleyPage | Locator, name: string | RegExp): Locator =>
  ('composer' in within ? within.page : within).getByRole('button', {
    name,
    exact: typeof name === 'string',
  })

/** The part of the log that belongs to the message with this text. */
export const messageOf = (person: ParleyPage, text: string): Locator =>
  person.messages.getByRole('article').filter({ hasText: text }).first()

/** Only a message that the server has can be edited, answered and found. */
export const expectStored = (person: ParleyPage, text: string): Promise<void> =>
  expect(messageOf(person, text)).toHaveAttribute('data-message', /./)

/**
 * Presses one of the buttons that a message has while the pointer is on it. What comes meanwhile moves
 * the list away from under the pointer, which goes after it then.
 */
export const pressAt = (message: Locator, name: string): Promise<void> =>
  expect(async () => {
    await message.hover()
    await message.getByRole('button', { name }).first().click({ timeout: 5_000 })
  }).toPass()

export async function chooseAction(
  person: ParleyPage,
  text: string,
  action: string,
): Promise<void> {
  await pressAt(messageOf(person, text), 'More actions')
  await person.page.getByRole('menuitem', { name: action, exact: true }).click()
}

/** Types until somebody sees it: who types is told now and then, and forgotten after a few seconds. */
export const typeUntilSeen = (
  typist: ParleyPage,
  viewer: ParleyPage,
  words: string,
): Promise<void> =>
  expect(async () => {
    await typist.composer.pressSequentially('m')
    await expect(viewer.page.getByText(words)).toBeVisible({ timeout: 2_000 })
  }).toPass()

export const directs = (person: ParleyPage): Locator =>
  person.page.getByRole('list', { name: 'Direct messages' })

/** The line of a conversation in the left column. */
export const lineOf = (person: ParleyPage, name: string): Locator =>
  person.page
    .getByRole('navigation', { name: 'Conversations of the server' })
    .getByRole('listitem')
    .filter({ has: person.page.getByRole('button', { name: new RegExp(name) }) })

/** Chooses something in the menu of a conversation's line. */
export async function chooseInLine(
  person: ParleyPage,
  name: string,
  role: 'menuitem' | 'menuitemradio',
  item: string,
): Promise<void> {
  await lineOf(person, name).hover()
  await lineOf(person, name).getByRole('button', { name: 'Options' }).click()
  await person.page.getByRole(role, { name: item, exact: true }).click()
}

/** Opens the conversation with somebody out of the list of people. */
export async function openDirect(person: ParleyPage, name: string): Promise<void> {
  await person.page
    .getByRole('complementary')
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .first()
    .click()
  await person.expectInRoom(name)
}
