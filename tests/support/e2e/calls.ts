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
