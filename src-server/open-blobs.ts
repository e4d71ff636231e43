import type { Result } from '#shared/lib/result.ts'
import type { Config } from './config.ts'
import { openFileBlobStore } from './media/file-blob-store.ts'
import { openS3BlobStore } from './media/s3/s3-blob-store.ts'
import type { BlobStore } from './ports/blob-store.ts'

/**
 * Recordings and files: in a bucket when one is set, otherwise in the data folder. The failure is one
 * sentence.
 *
 * @param isShared other processes may be using the data folder
 */
export const openBlobs = (
  { mediaS3, dataDir }: Config,
  isShared: boolean,
): Promise<Result<BlobStore, string>> =>
  mediaS3 === null
    ? openFileBlobStore({ folder: dataDir, isShared })
    : openS3BlobStore({ place: mediaS3, folder: dataDir, isShared })
