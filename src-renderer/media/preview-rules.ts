import { PREVIEW_MAX_BYTES } from '#shared/protocol/limits.ts'
import type { PictureHead } from './picture-head.ts'

/** When a picture has a preview, and which (decision 0032). */

interface Size {
  readonly width: number
  readonly height: number
}

/** A conversation shows 360 × 300 pixels; this is sharp on a screen with two and a half for each. */
const SIDE = 960

/** A picture with fewer bytes comes as fast as its preview would. */
const SCALED_FROM_BYTES = 20 * 1024

/** One that is not larger than its preview has to be heavy, such as a screenshot. */
const UNSCALED_FROM_BYTES = 100 * 1024

/**
 * Four bytes for each of them have to be in memory at once. The cameras of phones have up to 108 million;
 * what has more is a map, or a file made to take all the memory there is.
 */
const PIXELS_MAX = 120_000_000

/** Whether there is the memory for looking at it. */
export const canBeDecoded = ({ width, height }: Size): boolean => width * height <= PIXELS_MAX

/** @returns how large its preview is, in pixels; null when it needs none */
export function previewSizeOf({ width, height }: Size, bytes: number): Size | null {
  const scale = Math.min(1, SIDE / Math.max(width, height))
  if (bytes < (scale < 1 ? SCALED_FROM_BYTES : UNSCALED_FROM_BYTES)) return null
  const side = (length: number): number => Math.max(1, Math.round(length * scale))
  return { width: side(width), height: side(height) }
}

/** What it may be, the best first. Only a JPEG has certainly nothing to be seen through. */
export const previewTypesOf = ({ type }: Pick<PictureHead, 'type'>): readonly string[] =>
  type === 'image/jpeg' ? ['image/webp', 'image/jpeg'] : ['image/webp']

/** Whether it saves its readers more than it costs: a second file for the sender and the server. */
export const isWorthSending = (preview: number, original: number): boolean =>
  preview <= original / 2 && preview <= PREVIEW_MAX_BYTES
