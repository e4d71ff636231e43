import { headOfPicture, type PictureHead } from './picture-head.ts'
import { canBeDecoded, isWorthSending, previewSizeOf, previewTypesOf } from './preview-rules.ts'

/** A smaller picture, made to be sent beside the original. */
interface MadePreview {
  readonly content: Blob
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** What there is to know of a picture that is about to be sent. */
export interface PictureLook {
  /** Pixels, the right way up. */
  readonly width: number
  readonly height: number
  /** Null when it needs none, or none can be made. */
  readonly preview: MadePreview | null
}

/** @returns null for what cannot be shown as a picture */
export type LookAtPicture = (content: Blob) => Promise<PictureLook | null>

/** Decoded, the right way up; takes four bytes of memory a pixel until it is closed. */
interface Decoded {
  readonly width: number
  readonly height: number
  close(): void
}

/** What a browser does with pictures. */
interface Drawing<Picture extends Decoded> {
  /** @throws when it is no picture */
  decode(content: Blob): Promise<Picture>
  /** @returns the picture in that size; of another type where the browser cannot write that one */
  draw(
    picture: Picture,
    as: { readonly width: number; readonly height: number; readonly type: string },
  ): Promise<Blob>
}

/** As far as a file is read for its size; colour profiles before it can be large. */
const HEAD_BYTES = 1024 * 1024

/** Looks at pictures one after the other, so that only one is in memory, however many are attached. */
export function createLookAtPicture<Picture extends Decoded>(
  drawing: Drawing<Picture>,
): LookAtPicture {
  let last: Promise<unknown> = Promise.resolve()

  async function draw(
    picture: Picture,
    head: PictureHead,
    bytes: number,
  ): Promise<MadePreview | null> {
    const size = previewSizeOf(picture, bytes)
    if (!size) return null
    for (const type of previewTypesOf(head)) {
      const content = await drawing.draw(picture, { ...size, type })
      if (content.type !== type) continue
      return isWorthSending(content.size, bytes) ? { content, ...size } : null
    }
    return null
  }

  async function look(content: Blob): Promise<PictureLook | null> {
    const beginning = await content.slice(0, HEAD_BYTES).arrayBuffer()
    const head = headOfPicture(new Uint8Array(beginning))
    if (head && !canBeDecoded(head)) return null
    const picture = await drawing.decode(content).catch(() => null)
    if (!picture) return null
    try {
      const { width, height } = picture
      // What moves would stand still.
      const canHaveOne = head !== null && !head.isMoving
      const preview = canHaveOne ? await draw(picture, head, content.size).catch(() => null) : null
      return { width, height, preview }
    } finally {
      picture.close()
    }
  }

  return (content) => {
    const looked = last.then(() => look(content))
    last = looked.catch(() => undefined)
    return looked
  }
}

const QUALITY = 0.82

/** Decoding and writing happen beside the page; only drawing the small picture is done in it. */
export const lookAtPictureInBrowser: LookAtPicture = createLookAtPicture<ImageBitmap>({
  decode: (content) => createImageBitmap(content),
  async draw(picture, { width, height, type }) {
    const canvas = new OffscreenCanvas(width, height)
    // Not by the graphics card, which takes no picture larger than its textures.
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('There is nothing to draw with')
    context.imageSmoothingQuality = 'high'
    context.drawImage(picture, 0, 0, width, height)
    return canvas.convertToBlob({ type, quality: QUALITY })
  },
})
