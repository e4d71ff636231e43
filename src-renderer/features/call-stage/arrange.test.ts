import { expect, test } from 'vitest'
import type { PictureName } from '#shared/domain/call-pictures.ts'
import { ANNA, JONAS, MIRA } from '../../../tests/support/render/fixtures.ts'
import { arrange, keyOf } from './arrange.ts'

const camera = (of: PictureName['of']): PictureName => ({ lane: 'camera', of })
const screen = (of: PictureName['of']): PictureName => ({ lane: 'screen', of })

const CAMERAS = [camera(JONAS.id), camera(MIRA.id), camera(null)]
const SHARED = screen(MIRA.id)

test('cameras alone are all of the same size, until one is clicked', () => {
  expect(arrange(CAMERAS, null)).toEqual({ large: null, others: CAMERAS, screen: null })
  const jonas = camera(JONAS.id)
  expect(arrange(CAMERAS, { large: keyOf(jonas), screen: null })).toMatchObject({
    large: jonas,
    others: CAMERAS.slice(1),
  })
})

test('the screen of somebody else is large by itself, and the own one is not', () => {
  expect(arrange([SHARED, ...CAMERAS], null)).toEqual({
    ...{ large: SHARED, others: CAMERAS, screen: keyOf(SHARED) },
  })
  expect(arrange([...CAMERAS, screen(null)], null).large).toBeNull()
})

test('whoever wants all evenly has them so, until another screen is shown', () => {
  const choice = { large: null, screen: keyOf(SHARED) }
  expect(arrange([SHARED, ...CAMERAS], choice).large).toBeNull()
  expect(arrange([screen(ANNA.id), ...CAMERAS], choice).large).toEqual(screen(ANNA.id))
})

test('a camera that is large makes room for a screen that comes, and goes with its picture', () => {
  const choice = { large: keyOf(camera(JONAS.id)), screen: null }
  expect(arrange([SHARED, ...CAMERAS], choice).large).toEqual(SHARED)
  expect(arrange(CAMERAS.slice(1), choice).large).toBeNull()
})
