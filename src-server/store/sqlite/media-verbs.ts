import type { BlobId, PersonId } from '#shared/domain/ids.ts'
import type { Upload } from '../../ports/media-store.ts'
import type { Statements } from './statements.ts'

/** What refers to which blob. Messages are noted by triggers (migration 0007). */
export function createMediaVerbs({ query, command }: Statements) {
  const setUpload = command(
    `INSERT INTO uploads (blob_id, person_id, uploaded_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET uploaded_at = excluded.uploaded_at`,
  )
  const uploadedSince = query<{ found: 1 }>(
    'SELECT 1 AS found FROM uploads WHERE blob_id = ? AND person_id = ? AND uploaded_at >= ?',
  )
  const forgetUploads = command('DELETE FROM uploads WHERE uploaded_at < ?')
  const referred = query<{ blob_id: BlobId }>(
    `SELECT value AS blob_id FROM json_each(?) WHERE
       EXISTS (SELECT 1 FROM message_blobs WHERE message_blobs.blob_id = value)
       OR EXISTS (SELECT 1 FROM people WHERE people.avatar = value)
       OR EXISTS (SELECT 1 FROM uploads WHERE uploads.blob_id = value)`,
  )
  const marks = query<{ mark: string }>('SELECT mark FROM media_mark')
  const setMark = command('INSERT INTO media_mark (id, mark) VALUES (1, ?) ON CONFLICT DO NOTHING')
  const mark = (): string | null => marks()[0]?.mark ?? null

  return {
    reads: {
      mediaMark: mark,
      hasUploaded: (personId: PersonId, blobId: BlobId, since: number): boolean =>
        uploadedSince(blobId, personId, since).length > 0,
    },
    writes: {
      noteUpload: ({ blobId, personId, at }: Upload): void => setUpload(blobId, personId, at),

      leaveMediaMark(newMark: string): string {
        setMark(newMark)
        return mark() ?? newMark
      },

      referredTo(ids: readonly BlobId[], uploadsSince: number): ReadonlySet<BlobId> {
        forgetUploads(uploadsSince)
        return new Set(referred(JSON.stringify(ids)).map(({ blob_id }) => blob_id))
      },
    },
  }
}
