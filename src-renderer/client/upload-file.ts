import { z } from 'zod'
import type { BlobId } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { fileRoutes } from '#shared/protocol/http.ts'
import { protocolErrorSchema } from '#shared/protocol/errors.ts'
import type { FileToSend, SendFile } from './send-file.ts'

const refusalSchema = z.object({ error: protocolErrorSchema })

/** Why a file is not on the server. */
export interface UploadFailure {
  /** For a person. */
  readonly sentence: string
  /** Nothing came back, or we are not there for the server at the moment: the same may work later. */
  readonly isOffline: boolean
  /** Milliseconds, when the server asked to wait. */
  readonly retryAfter: number | null
}

/**
 * Brings a file to the server, which keeps it when something refers to it soon.
 * @returns what to refer to, or why not
 */
export async function uploadFile(
  file: Blob,
  to: Omit<FileToSend, 'file' | 'url'> & {
    readonly origin: ServerOrigin
    readonly sendFile: SendFile
  },
): Promise<Result<BlobId, UploadFailure>> {
  const { origin, sendFile, ...how } = to
  try {
    const body = await sendFile({ ...how, file, url: `${origin}/api/media` })
    const stored = fileRoutes['POST /api/media'].answer.safeParse(body)
    if (stored.success) return succeed(stored.data.blobId)
    const refusal = refusalSchema.safeParse(body).data?.error
    return fail({
      sentence: refusal?.message ?? 'The server did not take it',
      isOffline: refusal?.code === 'unauthorized',
      retryAfter: refusal?.code === 'rate-limited' ? (refusal.retryAfter ?? 1_000) : null,
    })
  } catch {
    return fail({ sentence: 'The server cannot be reached', isOffline: true, retryAfter: null })
  }
}
