import { z } from 'zod'
import type { BlobId, SessionToken } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { fileRoutes } from '#shared/protocol/http.ts'
import { protocolErrorSchema } from '#shared/protocol/errors.ts'

const refusalSchema = z.object({ error: protocolErrorSchema })

/**
 * Brings a file to the server, which keeps it when something refers to it soon.
 * @returns what to refer to, or why not as a sentence
 */
export async function uploadFile(
  file: Blob,
  to: { readonly origin: ServerOrigin; readonly token: SessionToken; readonly fetch: typeof fetch },
): Promise<Result<BlobId, string>> {
  try {
    const headers = { authorization: `Bearer ${to.token}` }
    const response = await to.fetch(`${to.origin}/api/media`, {
      method: 'POST',
      headers,
      body: file,
    })
    const body: unknown = await response.json()
    const stored = fileRoutes['POST /api/media'].answer.safeParse(body)
    if (stored.success) return succeed(stored.data.blobId)
    return fail(refusalSchema.safeParse(body).data?.error.message ?? 'The server did not take it')
  } catch {
    return fail('The server cannot be reached')
  }
}
