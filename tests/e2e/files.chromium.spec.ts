import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import { button } from '../support/e2e/conversations.ts'
import { attachedFiles, chooseFiles, sendFiles } from '../support/e2e/files.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { expect, test } from '../support/e2e/test.ts'
import { disguises, png } from '../support/sounds.ts'

const PICTURE = { name: 'sunset.png', mimeType: 'image/png', buffer: png }
const NOTES = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Just words') }

const patience = { timeout: 60_000 }

const MIB = 1024 * 1024

/** Bytes of uploads that are not complete. */
function arrivedAt(dataFolder: string): number {
  const folder = join(dataFolder, 'uploads')
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}

/** As if somebody dragged files over the window, or pasted them. */
const give = (person: ParleyPage, how: 'drop' | 'paste', name: string): Promise<void> =>
  person.page.evaluate(
    ({ kind, called }) => {
      const files = new DataTransfer()
      files.items.add(new File(['dropped'], called, { type: 'text/plain' }))
      const init = { bubbles: true, cancelable: true }
      if (kind === 'paste') {
        const event = new ClipboardEvent('paste', { ...init, clipboardData: files })
        document.querySelector('textarea')?.dispatchEvent(event)
        return
      }
      for (const type of ['dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { ...init, dataTransfer: files }))
      }
    },
    { kind: how, called: name },
  )

test('files are chosen, dropped and pasted, sent with words, and seen by the other', async ({
  anna,
  bob,
  tabs,
}) => {
  await chooseFiles(anna, PICTURE, NOTES)
  await give(anna, 'drop', 'dropped.txt')
  await give(anna, 'paste', 'pasted.txt')
  await expect(attachedFiles(anna)).toHaveCount(4)
  await expectAccessible(anna.page)
  await button(anna, 'Remove dropped.txt').click()
  await expect(attachedFiles(anna)).toHaveCount(3)
  await anna.say('Look at this')
  await expect(attachedFiles(anna)).toHaveCount(0)

  await bob.expectMessage('Look at this')
  const picture = button(bob, 'Open picture sunset.png')
  await expect(picture).toBeVisible()
  const image = picture.locator('img')
  await expect.poll(() => image.evaluate((of: HTMLImageElement) => of.naturalWidth)).toBe(1)
  await expect(button(bob, /^notes\.txt/)).toBeVisible()
  await expect(button(bob, /^pasted\.txt/)).toBeVisible()
  await expectAccessible(bob.page)

  await picture.click()
  const viewer = bob.page.getByRole('dialog', { name: 'sunset.png' })
  await expect(viewer.getByRole('img', { name: 'sunset.png' })).toBeVisible()
  await expectAccessible(bob.page)
  await bob.page.keyboard.press('Escape')
  await expect(viewer).toHaveCount(0)
  expect(tabs.consoleErrors).toEqual([])
})

test('several pictures are gone through with the keys', async ({ anna }) => {
  await sendFiles(anna, PICTURE, { ...PICTURE, name: 'moon.png' })
  await button(anna, 'Open picture sunset.png').click()
  await expect(anna.page.getByRole('dialog', { name: 'sunset.png' })).toContainText('1 of 2')
  await anna.page.keyboard.press('ArrowRight')
  await expect(anna.page.getByRole('dialog', { name: 'moon.png' })).toContainText('2 of 2')
  await anna.page.keyboard.press('ArrowLeft')
  await expect(anna.page.getByRole('dialog', { name: 'sunset.png' })).toBeVisible()
})

test('files and pictures are saved under their names, and the page stays', async ({
  anna,
  bob,
}) => {
  await sendFiles(anna, PICTURE, NOTES)
  const save = async (press: () => Promise<void>): Promise<[string, Buffer]> => {
    const download = bob.page.waitForEvent('download')
    await press()
    const saved = await download
    return [saved.suggestedFilename(), readFileSync(await saved.path())]
  }
  const notes = await save(() => button(bob, /^notes\.txt/).click())
  expect(notes).toEqual(['notes.txt', NOTES.buffer])
  await button(bob, 'Open picture sunset.png').click()
  // A picture would be shown otherwise.
  const picture = await save(() => button(bob, 'Save').click())
  expect(picture).toEqual(['sunset.png', png])
  await bob.page.keyboard.press('Escape')
  await bob.expectInRoom('General')
})

test('what could run is never shown in the page', async ({ anna, bob, tabs }) => {
  const page = { name: 'page.png', mimeType: 'image/png', buffer: disguises.svg }
  await chooseFiles(anna, page)
  await button(anna, 'Send').click()
  await expect(button(bob, /^page\.png/)).toBeVisible()
  await expect(button(bob, 'Open picture page.png')).toHaveCount(0)
  expect(tabs.consoleErrors).toEqual([])
})

test('a file too large is refused with a word, before anything is sent', async ({ anna }) => {
  const large = { ...NOTES, name: 'large.bin', buffer: Buffer.alloc(25 * 1024 * 1024 + 1) }
  await chooseFiles(anna, large)
  await expect(anna.page.getByText('A file has at most 25 MiB.')).toBeVisible()
  await expect(attachedFiles(anna)).toHaveCount(0)
})

test('files wait for the server, and can be taken back', async ({ anna, bob, server }) => {
  await server.crash()
  await chooseFiles(anna, NOTES)
  await button(anna, 'Send').click()
  const waiting = anna.messages.getByText('notes.txt')
  await expect(waiting).toBeVisible()
  await chooseFiles(anna, PICTURE)
  await button(anna, 'Send').click()
  await expect(anna.messages.getByText('sunset.png')).toBeVisible()
  await button(anna, 'Cancel').last().click()
  await expect(anna.messages.getByText('sunset.png')).toHaveCount(0)

  await server.startAgain()
  await expect(button(bob, /^notes\.txt/)).toBeVisible(patience)
  await expect(button(anna, /^notes\.txt/)).toBeVisible(patience)
  // Messages leave in their order: a picture that was not taken back would be here before this.
  await anna.say('That was all')
  await bob.expectMessage('That was all')
  await expect(button(bob, /sunset/)).toHaveCount(0)
})

test('a large file goes on where it was when the server went away', async ({
  anna,
  bob,
  server,
}) => {
  const large = { ...NOTES, name: 'large.bin', buffer: Buffer.alloc(6 * MIB, 'parley') }
  const offsets: number[] = []
  anna.page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']))
  })
  const network = await anna.page.context().newCDPSession(anna.page)
  const limit = (uploadThroughput: number) =>
    network.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput },
    })
  await limit(MIB)
  await chooseFiles(anna, large)
  await button(anna, 'Send').click()
  await expect.poll(() => arrivedAt(server.dataFolder), patience).toBeGreaterThan(MIB)
  await server.crash()
  await limit(-1)
  await server.startAgain()
  const received = button(bob, /^large\.bin/)
  await expect(received).toBeVisible(patience)
  expect(offsets[0]).toBe(0)
  expect(offsets.at(-1)).toBeGreaterThan(MIB)
  const download = bob.page.waitForEvent('download')
  await received.click()
  expect(readFileSync(await (await download).path()).equals(large.buffer)).toBe(true)
})
