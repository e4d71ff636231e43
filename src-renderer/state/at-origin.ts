import type { AttachmentWire } from '#shared/protocol/wire.ts'

/** A file with addresses that can be fetched: servers tell paths. */
export function atOrigin(file: AttachmentWire, origin: string): AttachmentWire {
  const at = (path: string): string => new URL(path, origin).href
  const { preview } = file
  return {
    ...file,
    url: at(file.url),
    ...(preview && { preview: { ...preview, url: at(preview.url) } }),
  }
}
