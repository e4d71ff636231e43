import { expect, test } from 'vitest'
import { pictureOf } from '../../tests/support/pictures.ts'
import { createLookAtPicture } from './look-at-picture.ts'

/** A JPEG of that many pixels, as far as its head goes, and of that many bytes. */
function jpegOf(width: number, height: number, bytes = 1_000_000): Blob {
  const content = new Uint8Array(bytes)
  const head = [
    0xff,
    0xd8,
    0xff,
    0xc0,
    0,
    11,
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
  ]
  content.set(head)
  return new Blob([content], { type: 'image/jpeg' })
}

/** A browser that draws `bytes` of what it is asked for, and writes down what it does. */
function browser(can: { bytes?: number; writes?: readonly string[]; turns?: boolean } = {}) {
  const { bytes = 1_000, writes = ['image/webp', 'image/jpeg', 'image/png'], turns = false } = can
  const done: string[] = []
  let size = { width: 4_000, height: 3_000 }
  const finish: (() => void)[] = []
  let isHeld = false
  const look = createLookAtPicture({
    async decode(content) {
      done.push('decode')
      if (isHeld) await new Promise<void>((resolve) => finish.push(resolve))
      if (content.size === 13) throw new Error('It is no picture')
      const { width, height } = size
      const shown = turns ? { width: height, height: width } : { width, height }
      return { ...shown, close: () => void done.push('close') }
    },
    async draw({ width }, as) {
      done.push(`draw ${as.width} × ${as.height} of ${width} as ${as.type}`)
      if (bytes < 0) throw new Error('There is nothing to draw with')
      const type = writes.includes(as.type) ? as.type : 'image/png'
      return new Blob([new Uint8Array(bytes)], { type })
    },
  })
  return {
    ...{ look, done },
    hold: () => void (isHeld = true),
    finishOne: () => finish.shift()?.(),
    shows: (width: number, height: number) => void (size = { width, height }),
  }
}

test('a photo has a preview that is WebP', async () => {
  const { look, done } = browser()
  const seen = await look(jpegOf(4_000, 3_000))
  expect(seen).toMatchObject({
    ...{ width: 4_000, height: 3_000 },
    preview: { width: 960, height: 720, content: { type: 'image/webp', size: 1_000 } },
  })
  expect(done).toEqual(['decode', 'draw 960 × 720 of 4000 as image/webp', 'close'])
})

test('one that is turned is as large as it is shown', async () => {
  const { look } = browser({ turns: true })
  const seen = await look(jpegOf(4_000, 3_000))
  expect(seen).toMatchObject({ width: 3_000, height: 4_000, preview: { width: 720, height: 960 } })
})

test('where WebP cannot be written a photo has a JPEG, and what may be seen through has none', async () => {
  const { look } = browser({ writes: ['image/jpeg', 'image/png'] })
  expect(await look(jpegOf(4_000, 3_000))).toMatchObject({
    preview: { content: { type: 'image/jpeg' } },
  })
  const heavy = new Blob([new Uint8Array(pictureOf(2_000, 1_500)), new Uint8Array(500_000)])
  expect(await look(heavy)).toMatchObject({ width: 4_000, preview: null })
})

test('a preview that saves too little is none', async () => {
  const { look } = browser({ bytes: 500_001 })
  expect(await look(jpegOf(4_000, 3_000))).toMatchObject({ width: 4_000, preview: null })
})

test('a small picture is not drawn at all', async () => {
  const { look, done, shows } = browser()
  shows(300, 200)
  expect(await look(jpegOf(300, 200, 50_000))).toEqual({ width: 300, height: 200, preview: null })
  expect(done).toEqual(['decode', 'close'])
})

test('what moves has none', async () => {
  const { look, done } = browser()
  const moving = new Blob([
    new Uint8Array([...Buffer.from('RIFF\0\0\0\0WEBPVP8X\n\0\0\0'), 2, 0, 0, 0, 9, 9, 0, 9, 9, 0]),
    new Uint8Array(500_000),
  ])
  expect(await look(moving)).toEqual({ width: 4_000, height: 3_000, preview: null })
  const gif = new Blob(['GIF89a', new Uint8Array(500_000)])
  expect(await look(gif)).toEqual({ width: 4_000, height: 3_000, preview: null })
  expect(done.filter((step) => step.startsWith('draw'))).toEqual([])
})

test('what goes wrong in drawing leaves the picture without one, and its memory free', async () => {
  const { look, done } = browser({ bytes: -1 })
  expect(await look(jpegOf(4_000, 3_000))).toEqual({ width: 4_000, height: 3_000, preview: null })
  expect(done.at(-1)).toBe('close')
})

test('what is no picture is none, and the next one is looked at', async () => {
  const { look } = browser()
  const [none, one] = [look(new Blob(['Just words...'])), look(jpegOf(4_000, 3_000))]
  expect(await none).toBeNull()
  expect(await one).not.toBeNull()
})

test('a picture that would take all the memory is not decoded', async () => {
  const { look, done } = browser()
  expect(await look(jpegOf(60_000, 60_000))).toBeNull()
  expect(done).toEqual([])
})

test('one picture at a time is in memory', async () => {
  const { look, done, hold, finishOne } = browser()
  hold()
  const looks = Promise.all([look(jpegOf(4_000, 3_000)), look(jpegOf(4_000, 3_000))])
  await expect.poll(() => done).toEqual(['decode'])
  finishOne()
  await expect
    .poll(() => done.filter((step) => !step.startsWith('draw')))
    .toEqual([...['decode', 'close', 'decode']])
  finishOne()
  expect(await looks).toHaveLength(2)
})
