import type { PictureName } from '#shared/domain/call-pictures.ts'

/** What a picture shows. @param person whose it is; not asked for one's own */
export function wordsForPicture({ lane, of }: PictureName, person: string): string {
  if (of === null) return lane === 'camera' ? 'You' : 'Your screen, as it is shared'
  return lane === 'camera' ? person : `Screen of ${person}`
}
