export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Blob
  /** Told now and then how much of the body has gone, 0 to 1. */
  readonly onProgress?: ((part: number) => void) | undefined
  /** Ends it. */
  readonly signal?: AbortSignal | undefined
}

export interface HttpReply {
  readonly status: number
  header(name: string): string | null
  /** The JSON in it; null where there is none. */
  readonly body: unknown
}

/** @throws when there was no answer, or it was ended */
export type SendRequest = (request: HttpRequest) => Promise<HttpReply>

/** With the one means of a browser that says how far a request has come. */
export const sendInBrowser: SendRequest = ({ method, url, headers, body, onProgress, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      if (total > 0) onProgress?.(loaded / total)
    })
    request.addEventListener('load', () => {
      const { status, responseText } = request
      const header = (name: string): string | null => request.getResponseHeader(name)
      const body = parsed(responseText)
      if (body === undefined) reject(new Error('The answer is none of a server of Parley'))
      else resolve({ status, header, body })
    })
    for (const name of ['error', 'abort', 'timeout'] as const) {
      request.addEventListener(name, () => reject(new Error(`The upload ended: ${name}`)))
    }
    if (signal?.aborted) return reject(new Error('The upload ended: abort'))
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(body)
  })

function parsed(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
