import { sounds } from './sounds.ts'
import type { TestClient } from './client.ts'

/** What a browser's recorder hands out. */
export const dataUrl = (bytes: Uint8Array, type = 'audio/webm;codecs=opus'): string =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`

export interface Fetched {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
}

export async function fetchFile(url: string, init: RequestInit = {}): Promise<Fetched> {
  const reply = await fetch(url, init)
  return {
    status: reply.status,
    headers: reply.headers,
    bytes: Buffer.from(await reply.arrayBuffer()),
  }
}

export const bearer = (token: string): Record<string, string> => ({
  authorization: `Bearer ${token}`,
})

/** Uploads it the plain way. */
export const upload = (
  origin: string,
  token: string | null,
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
): Promise<Response> =>
  fetch(`${origin}/api/media`, {
    method: 'POST',
    body,
    headers: token === null ? {} : bearer(token),
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit)

/** Speaks and fails the test when that is refused. */
export async function speak(
  client: TestClient,
  roomId: string,
  more: Readonly<Record<string, unknown>> = {},
) {
  const audio = dataUrl(sounds.webm)
  const reply = await client.call('chat:send:voice', { roomId, audio, ...more } as never)
  if (!reply.ok) throw new Error(`The recording was refused: ${reply.error.message}`)
  return reply.message
}
