import { expect, type Locator } from '@playwright/test'
import { button } from './conversations.ts'
import type { ParleyPage } from './parley-page.ts'

/** A file as the system's own window would hand it over. */
export interface ChosenFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** What waits under the composer to be sent. */
export const attachedFiles = (person: ParleyPage): Locator =>
  person.page.getByRole('list', { name: 'Attached files' }).getByRole('listitem')

export async function chooseFiles(
  person: ParleyPage,
  ...files: readonly ChosenFile[]
): Promise<void> {
  const chooser = person.page.waitForEvent('filechooser')
  await button(person, 'Attach file').click()
  await (await chooser).setFiles([...files])
}

export async function sendFiles(
  person: ParleyPage,
  ...files: readonly ChosenFile[]
): Promise<void> {
  await chooseFiles(person, ...files)
  await expect(attachedFiles(person)).toHaveCount(files.length)
  await button(person, 'Send').click()
  await expect(attachedFiles(person)).toHaveCount(0)
}
