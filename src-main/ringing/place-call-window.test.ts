import { expect, test } from 'vitest'
import { placeOn } from './place-call-window.ts'

test('the call window is in the upper middle of the screen that it is on', () => {
  expect(placeOn({ x: 1920, y: 40, width: 1920, height: 1000 })).toEqual({
    ...{ x: 1920 + 780, y: 40 + 180 },
    ...{ width: 360, height: 320 },
  })
})

test('on a screen that is too small it begins where the screen does', () => {
  expect(placeOn({ x: 0, y: 25, width: 300, height: 200 })).toMatchObject({ x: 0, y: 25 })
  expect(placeOn({ x: 0, y: 0, width: 800, height: 330 })).toMatchObject({ y: 10 })
})
