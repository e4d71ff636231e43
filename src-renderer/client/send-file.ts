/** A file on its way to a server. */
export interface FileToSend {
  readonly url: string
  readonly token: string
  readonly file: Blob
  /** Told now and then how much of it is there, 0 to 1. */
  readonly onProgress?: (part: number) => void
  /** Ends it. */
  readonly signal?: AbortSignal
}

/**
 * Sends a file as the body of a request.
 *
 * @returns the JSON of the answer, whatever its status
 * @throws when there was no answer, or it was ended
 */
export type SendFile = (what: FileToSend) => Promise<unknown>

/** With the one means of a browser that says how far a request has come. */
export const sendFileInBrowser: SendFile = ({ url, token, file, onProgress, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.setRequestHeader('authorization', `Bearer ${token}`)
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      if (total > 0) onProgress?.(loaded / total)
    })
    request.addEventListener('load', () => {
      try {
        resolve(JSON.parse(request.responseText))
      } catch (error) {
        reject(error)
      }
    })
    for (const name of ['error', 'abort', 'timeout'] as const) {
      request.addEventListener(name, () => reject(new Error(`The upload ended: ${name}`)))
    }
    if (signal?.aborted) return reject(new Error('The upload ended: abort'))
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
