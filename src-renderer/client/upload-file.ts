import { z } from 'zod'
import type { BlobId } from '#shared/domain/ids.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { fileRoutes } from '#shared/protocol/http.ts'
import { protocolErrorSchema, type ErrorCode } from '#shared/protocol/errors.ts'
import type { FileToSend, SendFile } from './file-to-send.ts'

/** We are not there for the server yet, or the upload goes on elsewhere than was thought. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['unauthorized', 'conflict', 'not-found'])

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
  to: Omit<FileToSend, 'file'> & { readonly sendFile: SendFile },
): Promise<Result<BlobId, UploadFailure>> {
  const { sendFile, ...how } = to
  try {
    const body = await sendFile({ ...how, file })
    const stored = fileRoutes['POST /api/media'].answer.safeParse(body)
    if (stored.success) return succeed(stored.data.blobId)
    const refusal = refusalSchema.safeParse(body).data?.error
    return fail({
      sentence: refusal?.message ?? 'The server did not take it',
      isOffline: refusal !== undefined && PASSING.has(refusal.code),
      retryAfter: refusal?.code === 'rate-limited' ? (refusal.retryAfter ?? 1_000) : null,
    })
  } catch {
    return fail({ sentence: 'The server cannot be reached', isOffline: true, retryAfter: null })
  }
}
