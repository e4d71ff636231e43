import type { Locator } from '@playwright/test'
import { expectAccessible } from '../support/e2e/accessibility.ts'
import { button } from '../support/e2e/conversations.ts'
import { sendFiles } from '../support/e2e/files.ts'
import type { ParleyPage } from '../support/e2e/parley-page.ts'
import { expect, test } from '../support/e2e/test.ts'
import { pictureOf } from '../support/pictures.ts'

test.use({ annasBrowser: { viewport: { width: 1280, height: 800 }, hasTouch: true } })

const picture = (name: string) => ({
  name,
  mimeType: 'image/png',
  buffer: pictureOf(2_400, 1_600),
})

/** Sends two pictures and opens the first one. @returns its image */
async function openLarge(person: ParleyPage): Promise<Locator> {
  await sendFiles(person, picture('sunset.png'), picture('moon.png'))
  await button(person, 'Open picture sunset.png').click()
  await expect(percent(person)).toHaveText(/\d %/)
  return large(person, 'sunset.png')
}

const large = (person: ParleyPage, name: string): Locator =>
  person.page.getByRole('dialog', { name }).getByRole('img', { name })

const percent = (person: ParleyPage): Locator =>
  person.page.getByRole('group', { name: 'Zoom' }).getByRole('status')

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (!box) throw new Error('It is not on the screen')
  return box
}

type Box = Awaited<ReturnType<typeof boxOf>>

const middleOf = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 })

/** Which place of the picture is at a point, from 0 to 1. */
const placeAt = (box: Box, at: { readonly x: number; readonly y: number }) => ({
  x: (at.x - box.x) / box.width,
  y: (at.y - box.y) / box.height,
})

test('the wheel enlarges what is under the pointer, and a drag moves it', async ({ anna }) => {
  const image = await openLarge(anna)
  const { mouse } = anna.page
  const fitted = await boxOf(image)
  const at = { x: fitted.x + fitted.width * 0.25, y: fitted.y + fitted.height * 0.7 }
  await mouse.move(at.x, at.y)
  const widerThan = (times: number) =>
    expect.poll(async () => (await boxOf(image)).width).toBeGreaterThan(fitted.width * times)
  // Until it fills its frame it stays in the middle.
  for (let notch = 0; notch < 4; notch += 1) await mouse.wheel(0, -100)
  await widerThan(2)
  const under = placeAt(await boxOf(image), at)
  for (let notch = 0; notch < 4; notch += 1) await mouse.wheel(0, -100)
  await widerThan(4)
  const enlarged = await boxOf(image)
  expect(placeAt(enlarged, at).x).toBeCloseTo(under.x, 2)
  expect(placeAt(enlarged, at).y).toBeCloseTo(under.y, 2)
  await expectAccessible(anna.page)

  await mouse.down()
  await mouse.move(at.x + 60, at.y - 40, { steps: 4 })
  await mouse.up()
  const moved = await boxOf(image)
  expect(moved.x - enlarged.x).toBeCloseTo(60, 0)
  expect(moved.y - enlarged.y).toBeCloseTo(-40, 0)
  // The button is up: the pointer goes where it wants.
  await mouse.move(at.x, at.y)
  expect(await boxOf(image)).toEqual(moved)

  for (let notch = 0; notch < 20; notch += 1) await mouse.wheel(0, 100)
  await expect.poll(() => boxOf(image)).toEqual(fitted)
})

test('a double click shows it as large as it is, and fits it again', async ({ anna }) => {
  const image = await openLarge(anna)
  const fitted = await boxOf(image)
  await image.dblclick()
  await expect(percent(anna)).toHaveText('100 %')
  expect((await boxOf(image)).width).toBeCloseTo(2_400, 0)
  await image.dblclick({ position: { x: 1_200, y: 800 } })
  await expect.poll(() => boxOf(image)).toEqual(fitted)
})

test('keys enlarge, move and fit it, and lead to the next one when it is not large', async ({
  anna,
}) => {
  const image = await openLarge(anna)
  const { keyboard } = anna.page
  const fitted = await boxOf(image)
  await keyboard.press('+')
  await keyboard.press('=')
  await keyboard.press('+')
  await expect.poll(async () => (await boxOf(image)).width).toBeCloseTo(fitted.width * 1.5 ** 3, 0)
  const enlarged = await boxOf(image)
  await keyboard.press('ArrowRight')
  await keyboard.press('ArrowDown')
  expect(await boxOf(image)).toMatchObject({ x: enlarged.x - 60, y: enlarged.y - 60 })
  await keyboard.press('-')
  await expect.poll(async () => (await boxOf(image)).width).toBeCloseTo(fitted.width * 1.5 ** 2, 0)
  await keyboard.press('0')
  await expect.poll(() => boxOf(image)).toEqual(fitted)
  await keyboard.press('ArrowRight')
  await expect(large(anna, 'moon.png')).toBeVisible()
  // The next one begins as a whole.
  await keyboard.press('+')
  await keyboard.press('0')
  await button(anna, 'Zoom in').click()
  await expect(button(anna, 'Zoom out')).toBeEnabled()
  await button(anna, 'Fit to the window').click()
  await expect(button(anna, 'Zoom out')).toBeDisabled()
  await keyboard.press('Escape')
  await expect(anna.page.getByRole('dialog')).toHaveCount(0)
})

test('two fingers enlarge it and take it along', async ({ anna }) => {
  const image = await openLarge(anna)
  const fitted = await boxOf(image)
  const middle = middleOf(fitted)
  const browser = await anna.page.context().newCDPSession(anna.page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number, down = 0) =>
    browser.send('Input.dispatchTouchEvent', {
      type,
      touchPoints:
        type === 'touchEnd'
          ? []
          : [
              { id: 1, x: middle.x - apart, y: middle.y + down },
              { id: 2, x: middle.x + apart, y: middle.y + down },
            ],
    })
  await touch('touchStart', 50)
  for (const apart of [70, 100, 150]) await touch('touchMove', apart)
  await touch('touchMove', 150, 30)
  await expect.poll(async () => (await boxOf(image)).width).toBeCloseTo(fitted.width * 3, 0)
  await expect.poll(async () => middleOf(await boxOf(image)).y).toBeCloseTo(middle.y + 30, 0)
  await touch('touchEnd', 0)
  // With the fingers gone nothing holds it any more.
  await touch('touchStart', 50)
  await touch('touchEnd', 0)
  expect((await boxOf(image)).width).toBeCloseTo(fitted.width * 3, 0)
})
