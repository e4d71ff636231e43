import { readFileSync } from 'node:fs'
import type { Locator } from '@playwright/test'
import { withoutTraces } from '../../src-renderer/media/without-traces.ts'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import { button } from '../support/e2e/conversations.ts'
import { chooseFiles, sendFiles } from '../support/e2e/files.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { photoBy } from '../support/e2e/photo.ts'
import { expect, test } from '../support/e2e/test.ts'

const patience = { timeout: 60_000 }

const PREVIEWS = '**/api/media/*/*/preview?key=*'
const ORIGINALS = /\/api\/media\/[^/]+\/\d+\?key=/

const photoOf = async (person: ParleyPage) => ({
  name: 'photo.jpg',
  mimeType: 'image/jpeg',
  buffer: await photoBy(person.page, 3_000, 2_000),
})

/** What the person fetches of the files of messages, in the order in which it comes. */
function fetchedBy({ page }: ParleyPage) {
  const fetched: { readonly kind: 'preview' | 'original'; readonly bytes: Promise<Buffer> }[] = []
  page.on('response', (response) => {
    if (!response.url().includes('/api/media/')) return
    const kind = ORIGINALS.test(response.url()) ? 'original' : 'preview'
    fetched.push({ kind, bytes: response.body() })
  })
  return fetched
}

const sizeOf = (image: Locator): Promise<readonly [number, number]> =>
  image.evaluate((of: HTMLImageElement) => [of.naturalWidth, of.naturalHeight] as const)

const boxOf = async (image: Locator) => {
  const box = await image.boundingBox()
  return box && { width: Math.round(box.width), height: Math.round(box.height) }
}

const standsIn = (image: Locator): Promise<boolean> =>
  image.evaluate((of) => getComputedStyle(of).backgroundImage.includes('/preview?key='))

test('a conversation fetches the small picture, and the original when it is opened', async ({
  anna,
  bob,
  tabs,
}) => {
  const photo = await photoOf(anna)
  const sent = Buffer.from(withoutTraces(new Uint8Array(photo.buffer)))
  const fetched = fetchedBy(bob)
  await sendFiles(anna, photo)
  const shown = button(bob, 'Open picture photo.jpg').locator('img')
  // It lies on its side in the file, and is shown upright.
  await expect.poll(() => sizeOf(shown), patience).toEqual([640, 960])
  expect(await boxOf(shown)).toEqual({ width: 200, height: 300 })
  await button(bob, 'Media and files').click()
  const tile = bob.page.getByRole('list', { name: 'Pictures' }).locator('img')
  await expect.poll(() => sizeOf(tile)).toEqual([640, 960])
  expect(new Set(fetched.map(({ kind }) => kind))).toEqual(new Set(['preview']))
  expect((await fetched[0]!.bytes).length).toBeLessThan(sent.length / 2)
  expect((await fetched[0]!.bytes).subarray(8, 12).toString()).toBe('WEBP')

  let letThrough = (): void => undefined
  const mayPass = new Promise<void>((resolve) => (letThrough = resolve))
  await bob.page.route(ORIGINALS, async (route) => {
    await mayPass
    await route.continue()
  })
  await button(bob.messages, 'Open picture photo.jpg').click()
  const dialog = bob.page.getByRole('dialog', { name: 'photo.jpg' })
  const large = dialog.getByRole('img', { name: 'photo.jpg' })
  await expect.poll(() => standsIn(large)).toBe(true)
  const before = await boxOf(large)
  expect(before!.height / before!.width).toBeCloseTo(1.5, 1)
  await expectAccessible(bob.page)
  letThrough()
  await expect.poll(() => sizeOf(large), patience).toEqual([2_000, 3_000])
  await expect.poll(() => standsIn(large)).toBe(false)
  // Nothing moved when it came.
  expect(await boxOf(large)).toEqual(before)
  const original = fetched.find(({ kind }) => kind === 'original')
  expect((await original!.bytes).equals(sent)).toBe(true)
  expect(sent.includes('GPS')).toBe(false)

  const download = bob.page.waitForEvent('download')
  await button(dialog, 'Save').click()
  expect(readFileSync(await (await download).path()).equals(sent)).toBe(true)
  expect(tabs.consoleErrors).toEqual([])
})

test('a preview that is lost leaves the picture itself', async ({ anna, bob }) => {
  await bob.page.route(PREVIEWS, (route) => route.fulfill({ status: 404 }))
  await sendFiles(anna, await photoOf(anna))
  const shown = button(bob, 'Open picture photo.jpg').locator('img')
  await expect.poll(() => sizeOf(shown), patience).toEqual([2_000, 3_000])
})

test('what can be seen through stays so, and what is small is sent alone', async ({
  anna,
  bob,
}) => {
  const pngOf = (side: number) =>
    anna.page.evaluate(async (pixels) => {
      const canvas = new OffscreenCanvas(pixels, pixels)
      const context = canvas.getContext('2d')
      if (!context) throw new Error('There is nothing to draw with')
      for (let at = pixels / 4; at < pixels; at += 3) {
        context.fillStyle = `hsl(${at * 7} 80% 50%)`
        context.fillRect(at, (at * 31) % pixels, pixels / 5, 2)
      }
      const blob = await canvas.convertToBlob({ type: 'image/png' })
      return [...new Uint8Array(await blob.arrayBuffer())]
    }, side)
  const png = async (name: string, side: number) => ({
    ...{ name, mimeType: 'image/png', buffer: Buffer.from(await pngOf(side)) },
  })
  await sendFiles(anna, await png('logo.png', 3_000), await png('icon.png', 64))
  const imageOf = (name: string) => button(bob, `Open picture ${name}`).locator('img')
  await expect.poll(() => sizeOf(imageOf('logo.png')), patience).toEqual([960, 960])
  await expect.poll(() => sizeOf(imageOf('icon.png'))).toEqual([64, 64])
  await expect(imageOf('logo.png')).toHaveAttribute('src', /\/preview\?key=/)
  await expect(imageOf('icon.png')).toHaveAttribute('src', ORIGINALS)
  const corner = await imageOf('logo.png').evaluate((image: HTMLImageElement) => {
    const canvas = new OffscreenCanvas(1, 1)
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    return context?.getImageData(0, 0, 1, 1).data[3]
  })
  expect(corner).toBe(0)
})

test('a picture that is sent while the server is away has its preview as well', async ({
  anna,
  bob,
  server,
}) => {
  await server.crash()
  await chooseFiles(anna, await photoOf(anna))
  await expect(anna.page.getByRole('list', { name: 'Attached files' }).locator('img')).toBeVisible()
  await button(anna, 'Send').click()
  await expect(anna.messages.getByText('photo.jpg')).toBeVisible()
  await server.startAgain()
  const shown = button(bob, 'Open picture photo.jpg').locator('img')
  await expect(shown).toHaveAttribute('src', /\/preview\?key=/, patience)
  await expect.poll(() => sizeOf(shown), patience).toEqual([640, 960])
})
