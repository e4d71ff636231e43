import type { Page } from '@playwright/test'

/** What a camera writes before the picture: that it lies on its side, and where it was taken. */
function exifOf(orientation: number): Buffer {
  const tiff = Buffer.from(
    [
      '4d4d002a00000008',
      '0002',
      `011200030000000100${orientation.toString(16).padStart(2, '0')}0000`,
      '88250004000000010000003c',
      '00000000',
    ].join(''),
    'hex',
  )
  const content = Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from('GPS 52.5N 13.4E')])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}

/**
 * A JPEG as a camera makes it: large, full of detail, and turned by a quarter when it is shown.
 * @param width and `height` as it lies in the file
 */
export async function photoBy(page: Page, width: number, height: number): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ([across, down]) => {
      const canvas = new OffscreenCanvas(across, down)
      const context = canvas.getContext('2d')
      if (!context) throw new Error('There is nothing to draw with')
      const pixels = context.createImageData(across, down)
      let state = 1
      for (let at = 0; at < pixels.data.length; at += 4) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
        const light = ((at / 4 / across) * 200) / down + (state >>> 26)
        pixels.data.set([light, 255 - light, (at / 4) % 255, 255], at)
      }
      context.putImageData(pixels, 0, 0)
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
      const bytes = new Uint8Array(await blob.arrayBuffer())
      let text = ''
      for (let from = 0; from < bytes.length; from += 8_192) {
        text += String.fromCharCode(...bytes.subarray(from, from + 8_192))
      }
      return btoa(text)
    },
    [width, height] as const,
  )
  const plain = Buffer.from(base64, 'base64')
  return Buffer.concat([plain.subarray(0, 2), exifOf(6), plain.subarray(2)])
}
