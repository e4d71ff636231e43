/** Sharp on a dense screen at the largest size at which a person is shown, in pixels. */
const SIDE = 256

const QUALITY = 0.85

/**
 * The middle of a picture as a small square, drawn anew: nothing of the file remains but what is to be
 * seen, not where and when it was taken.
 * @returns null for what cannot be shown as a picture
 */
export async function squarePicture(file: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture) return null
  const edge = Math.min(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = SIDE
  canvas.height = SIDE
  const left = (picture.width - edge) / 2
  const top = (picture.height - edge) / 2
  canvas.getContext('2d')?.drawImage(picture, left, top, edge, edge, 0, 0, SIDE, SIDE)
  picture.close()
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', QUALITY))
}
