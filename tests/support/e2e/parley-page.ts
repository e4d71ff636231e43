import { expect, type Locator, type Page } from '@playwright/test'

/**
 * What a person does with the window, by the roles and names that assistive technology sees. One
 * place to change when a screen changes.
 */
export class ParleyPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get nameField(): Locator {
    return this.page.getByRole('textbox', { name: 'Your name' })
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true })
  }

  get messages(): Locator {
    return this.page.getByRole('log', { name: 'Messages' })
  }

  get rooms(): Locator {
    return this.page.getByRole('list', { name: 'Rooms' })
  }

  get people(): Locator {
    return this.page.getByRole('list', { name: 'People' })
  }

  /** The app as host: the first person of a new server, in General. */
  async host(name: string): Promise<void> {
    await this.nameField.fill(name)
    await this.page.getByRole('button', { name: 'Host a server' }).click()
    await this.expectInRoom('General')
  }

  /** The app as guest, by typing an address. */
  async joinByAddress(name: string, address: string): Promise<void> {
    await this.nameField.fill(name)
    await this.page.getByRole('textbox', { name: 'Server address' }).fill(address)
    await this.page.getByRole('button', { name: 'Join', exact: true }).click()
    await this.expectInRoom('General')
  }

  /** A browser tab, whose server is the one that served it. */
  async joinHere(name: string): Promise<void> {
    await this.nameField.fill(name)
    await this.page.getByRole('button', { name: /^Join/ }).click()
    await this.expectInRoom('General')
  }

  async expectInRoom(room: string): Promise<void> {
    await expect(this.composer).toHaveAttribute('placeholder', `Message ${room}`)
  }

  async openRoom(room: string): Promise<void> {
    // Where the pointer is, there is another button: "Join voice in" that room.
    await this.rooms.getByRole('button', { name: new RegExp(`^${room}`) }).click()
    await this.expectInRoom(room)
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.page.getByRole('button', { name: 'Send', exact: true }).click()
  }

  async expectMessage(text: string): Promise<void> {
    await expect(this.messages.getByText(text, { exact: true })).toHaveCount(1)
  }
}
