import { expect, type Locator } from '@playwright/test'
import { button, openDirect } from './conversations.ts'
import type { ParleyPage } from './parley-page.ts'
import { PATIENCE } from './voice.ts'

/** The call that somebody makes or is in. @param other whom it is with */
export const callPanel = ({ page }: ParleyPage, other: string): Locator =>
  page.getByRole('region', { name: `Call with ${other}` })

/** A call that rings. */
export const incomingCall = ({ page }: ParleyPage, from: string): Locator =>
  page.getByRole('region', { name: `${from} calls` })

export async function call(person: ParleyPage, other: string): Promise<void> {
  await openDirect(person, other)
  await button(person, `Call ${other}`).click()
}

export const accept = (person: ParleyPage, from: string): Promise<void> =>
  button(incomingCall(person, from), 'Accept').click(PATIENCE)

export const hangUp = (person: ParleyPage, other: string): Promise<void> =>
  button(callPanel(person, other), 'Hang up').click()

export const expectTalking = (person: ParleyPage, other: string): Promise<void> =>
  expect(callPanel(person, other).getByText('In a call')).toBeVisible(PATIENCE)

/** The call of more than two that somebody is in. */
export const groupPanel = ({ page }: ParleyPage): Locator =>
  page.getByRole('region', { name: 'Group call' })

/** Those who are in it, oneself included. */
export const peopleOfCall = (person: ParleyPage): Locator =>
  groupPanel(person).getByRole('list', { name: 'In the call' }).getByRole('listitem')

/** Opens the list of those who can be asked into the call that somebody is in. */
export async function openAddPeople(person: ParleyPage): Promise<Locator> {
  await button(person, 'Add people').click(PATIENCE)
  return person.page.getByRole('dialog', { name: 'Add people to the call' })
}

/** Asks somebody into the call, and goes back to it. */
export async function addToCall(person: ParleyPage, other: string): Promise<void> {
  const dialog = await openAddPeople(person)
  await dialog.getByRole('option', { name: other }).click()
  await person.page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
}
