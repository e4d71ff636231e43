import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import { serverInfoSchema, type ServerInfo } from '#shared/protocol/http.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/limits.ts'

/** On a local network an answer takes milliseconds; this leaves room for a laptop that wakes up. */
const TIMEOUT_MS = 4_000

export interface MeasuredServer {
  readonly info: ServerInfo
  /** From asking to the first byte of the answer, in milliseconds. */
  readonly delayMs: number
}

export interface InfoFailure {
  readonly kind: 'unreachable' | 'not-parley' | 'other-version'
  /** One sentence for a person. */
  readonly message: string
}

/** Asks a server who it is, before any identity is shown to it. */
export async function fetchServerInfo(
  origin: ServerOrigin,
  options: { fetch: typeof fetch; now: () => number },
): Promise<Result<MeasuredServer, InfoFailure>> {
  const address = origin.replace(/^https?:\/\//, '')
  const startedAt = options.now()
  try {
    const response = await options.fetch(`${origin}/api/info`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    })
    const delayMs = Math.max(0, Math.round(options.now() - startedAt))
    const body: unknown = response.ok ? await response.json().catch(() => null) : null
    return judge(body, delayMs, address)
  } catch {
    return fail({
      kind: 'unreachable',
      message: `No answer from ${address}. Check the address, and that the server is running on the same network.`,
    })
  }
}

function judge(
  body: unknown,
  delayMs: number,
  address: string,
): Result<MeasuredServer, InfoFailure> {
  const info = serverInfoSchema.safeParse(body)
  if (!info.success) {
    return fail({
      kind: 'not-parley',
      message: `Something answers at ${address}, but it is not a Parley server.`,
    })
  }
  if (info.data.protocol !== PROTOCOL_VERSION) {
    const side = info.data.protocol > PROTOCOL_VERSION ? 'this app' : 'that server'
    return fail({
      kind: 'other-version',
      message: `"${info.data.name}" speaks another version of Parley. Update ${side} to join.`,
    })
  }
  return succeed({ info: info.data, delayMs })
}
