import { decodeBase64 } from '../lib/base64.ts'

/** What a file may be, told by its content: what its sender calls it decides nothing. */

/**
 * Sound in the containers that recorders make, by what the content says, with the type under which it
 * is played. Containers that may hold pictures too count as sound where sound was asked for.
 */
const VOICE_TYPES: Readonly<Record<string, string>> = {
  'audio/webm': 'audio/webm',
  'video/webm': 'audio/webm',
  'audio/ogg': 'audio/ogg',
  'audio/ogg; codecs=opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'audio/mp4': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'video/mp4': 'audio/mp4',
  'audio/wav': 'audio/wav',
  'audio/mpeg': 'audio/mpeg',
  'audio/aac': 'audio/aac',
}

/** @returns the type under which a voice message of this content is played; null for anything else */
export const voiceTypeOf = (contentType: string | null): string | null =>
  contentType !== null && Object.hasOwn(VOICE_TYPES, contentType)
    ? (VOICE_TYPES[contentType] ?? null)
    : null

/** Pictures that every browser draws and that can run nothing, which SVG can. */
const PICTURE_TYPES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
])

export const isPicture = (contentType: string | null): boolean =>
  contentType !== null && PICTURE_TYPES.has(contentType)

const MOVING_TYPES: ReadonlySet<string> = new Set(['video/mp4', 'video/webm', 'audio/flac'])

/** Whether a browser may show or play it in place; everything else is only ever saved to disk. */
export const isShownInPlace = (contentType: string): boolean =>
  isPicture(contentType) ||
  MOVING_TYPES.has(contentType) ||
  Object.values(VOICE_TYPES).includes(contentType)

/** Longer names no file system takes, in UTF-16 code units. */
const FILE_NAME_MAX_LENGTH = 200

/**
 * What a file is called, without what could lead elsewhere or look like something else: folders, control
 * characters, and marks that turn the direction of writing, with which `gpj.exe` reads as `exe.jpg`.
 */
export function cleanFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const plain = last.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
  const cut = plain.trim().slice(-FILE_NAME_MAX_LENGTH).trim()
  return /^\.*$/.test(cut) ? 'file' : cut
}

/** A browser saves it and never looks into it. */
export const UNKNOWN_TYPE = 'application/octet-stream'

/** A recording as it came: its bytes, whatever its sender calls them. */
export interface Recording {
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** `data:audio/webm;codecs=opus;base64,` and the like (RFC 2397). */
const SOUND_HEADER = /^data:audio\/[\w.+-]+(?:;[\w.+-]+=(?:[\w.+-]+|"[\w.+, -]*"))*;base64,/i

/** No parameters of a real one are longer. */
const HEADER_MAX_LENGTH = 256

/** @returns null when the text is not a data URL of a sound in base64 */
export function parseRecording(dataUrl: string): Recording | null {
  const header = SOUND_HEADER.exec(dataUrl.slice(0, HEADER_MAX_LENGTH))?.[0]
  if (header === undefined) return null
  const bytes = decodeBase64(dataUrl.slice(header.length))
  return bytes && { bytes }
}
