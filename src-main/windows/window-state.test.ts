import { expect, test } from 'vitest'
import { fitToScreens, MIN_HEIGHT, MIN_WIDTH } from './window-state.ts'

const LAPTOP = { x: 0, y: 0, width: 1440, height: 900 }
const SECOND = { x: 1440, y: 0, width: 1920, height: 1080 }

const state = (x: number, y: number, width = 1200, height = 800) => ({
  x,
  y,
  width,
  height,
  isMaximized: false,
})

test('a window comes back where it was', () => {
  expect(fitToScreens(state(1500, 100), [LAPTOP, SECOND])).toEqual(state(1500, 100))
})

test('a window on a screen that was unplugged is centred by the system', () => {
  const fitted = fitToScreens(state(1500, 100), [LAPTOP])
  expect(fitted).toEqual({ width: 1200, height: 800, isMaximized: false })
})

test('a window whose title bar is above the screen is brought back', () => {
  expect(fitToScreens(state(100, -500), [LAPTOP])).not.toHaveProperty('y')
})

test('a window is never larger than its screen nor smaller than it can be used', () => {
  expect(fitToScreens(state(0, 0, 5_000, 5_000), [LAPTOP])).toMatchObject({
    width: 1440,
    height: 900,
  })
  expect(fitToScreens(state(0, 0, 10, 10), [LAPTOP])).not.toMatchObject({ width: 10 })
  expect(fitToScreens(state(0, 0, 100, 10), [LAPTOP])).toMatchObject({
    width: MIN_WIDTH,
    height: MIN_HEIGHT,
  })
})
