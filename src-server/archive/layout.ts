import type { BlobId } from '#shared/domain/ids.ts'

/** Names of the files in an archive, in their order. */

export const HEADER_NAME = 'header.json'
export const FOOTER_NAME = 'footer.json'

const RECORDS = /^records\/\d{6,}\.jsonl$/
const BLOB = /^blobs\/([0-9a-f]{64})$/

export const recordsName = (part: number): string =>
  `records/${String(part).padStart(6, '0')}.jsonl`

export const blobName = (id: BlobId): string => `blobs/${id}`

export const isRecordsName = (name: string): boolean => RECORDS.test(name)

export const blobIdOf = (name: string): BlobId | null =>
  (BLOB.exec(name)?.[1] ?? null) as BlobId | null

/** What the footer's checksum covers of a blob; its content is covered by its id. */
export const blobLine = (id: BlobId, size: number): string => `${id} ${size}\n`
