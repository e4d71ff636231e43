import { cleanFileName } from '#shared/domain/media.ts'

/** What Windows has no names with. */
const FORBIDDEN = /[<>:"|?*]/g

/** Devices of MS-DOS, which Windows still takes for themselves, whatever follows the point. */
const DEVICE = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?=\.|$)/i

/** The name under which every system can store it, without what could lead elsewhere. */
export function safeFileName(name: string): string {
  const plain = cleanFileName(name).replace(FORBIDDEN, '_')
  // At its end Windows drops them, so that the file would be found under another name.
  const ended = plain.replace(/[. ]+$/, '')
  return ended.replace(DEVICE, '_$&') || 'file'
}
