import { expect, test } from 'vitest'
import { FITTED, panBy, percentOf, toggleZoom, zoomAt, type Look } from './zoom.ts'

/** A picture of 1600 × 800 pixels in a frame of 800 × 600. */
const look: Look = {
  frame: { width: 800, height: 600 },
  fitted: { width: 800, height: 400 },
  natural: { width: 1_600, height: 800 },
}

const MIDDLE = { x: 0, y: 0 }

/** Where a place of the picture is in the frame; both from their middles. */
const shownAt = ({ scale, x, y }: typeof FITTED, place: { x: number; y: number }) => ({
  x: place.x * scale + x,
  y: place.y * scale + y,
})

test('what is under the pointer stays there', () => {
  const place = { x: 200, y: -100 }
  const first = zoomAt(FITTED, look, 2, place)
  expect(shownAt(first, place)).toEqual(place)
  const pointer = { x: -50, y: 20 }
  const under = { x: (pointer.x - first.x) / first.scale, y: (pointer.y - first.y) / first.scale }
  const second = zoomAt(first, look, 1.5, pointer)
  expect(shownAt(second, under).x).toBeCloseTo(pointer.x)
  expect(shownAt(second, under).y).toBeCloseTo(pointer.y)
})

test('is never smaller than it fits, nor larger than anything can be seen', () => {
  expect(zoomAt(FITTED, look, 0.2, MIDDLE)).toEqual(FITTED)
  expect(zoomAt(FITTED, look, 100, MIDDLE).scale).toBe(8)
  const poster = { ...look, natural: { width: 16_000, height: 8_000 } }
  expect(zoomAt(FITTED, poster, 100, MIDDLE).scale).toBe(40)
})

test('getting smaller brings it back into the middle', () => {
  const aside = panBy(zoomAt(FITTED, look, 4, MIDDLE), look, { x: 9_999, y: 9_999 })
  expect(aside).toEqual({ scale: 4, x: 1_200, y: 500 })
  expect(zoomAt(aside, look, 0.25, MIDDLE)).toEqual(FITTED)
})

test('moves as far as its edges, and not where it is smaller than the frame', () => {
  const twice = zoomAt(FITTED, look, 2, MIDDLE)
  expect(panBy(twice, look, { x: -5_000, y: 30 })).toEqual({ scale: 2, x: -400, y: 30 })
  expect(panBy(FITTED, look, { x: 10, y: 10 })).toEqual(FITTED)
})

test('a double click shows its pixels, or twice as much where it has hardly more, and back', () => {
  const there = toggleZoom(FITTED, look, MIDDLE)
  expect([there.scale, percentOf(there, look)]).toEqual([2, 100])
  expect(toggleZoom(there, look, MIDDLE)).toEqual(FITTED)
  const small = { ...look, natural: { width: 800, height: 400 } }
  expect(toggleZoom(FITTED, small, MIDDLE).scale).toBe(2)
  expect(percentOf(FITTED, look)).toBe(50)
})
