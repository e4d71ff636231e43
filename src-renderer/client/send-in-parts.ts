import type { HttpReply, SendRequest } from './http-request.ts'
import type { BegunUpload, FileToSend } from './file-to-send.ts'

const PART = 'application/offset+octet-stream'

/** What the server refused, in its words. */
class Refused extends Error {
  readonly body: unknown

  constructor({ body }: HttpReply) {
    super('The upload was refused')
    this.body = body
  }
}

/**
 * Brings a file so that a later attempt goes on where this one was cut off (tus 1.0).
 *
 * @returns the JSON of the answer, whatever its status
 * @throws when there was no answer, or it was ended
 */
export async function sendInParts(
  what: FileToSend & { readonly begun: BegunUpload },
  send: SendRequest,
): Promise<unknown> {
  const { origin, token, file, begun, onProgress, signal } = what
  const authorization = `Bearer ${token}`

  async function begin(): Promise<string> {
    const headers = { authorization, 'upload-length': String(file.size) }
    const reply = await send({ method: 'POST', url: `${origin}/api/uploads`, headers, signal })
    const address = reply.header('location')
    if (reply.status !== 201 || address === null) throw new Refused(reply)
    await begun.remember(address)
    return address
  }

  /** @returns null when the server does not know it any more */
  async function arrived(address: string): Promise<number | null> {
    const url = origin + address
    const reply = await send({ method: 'HEAD', url, headers: { authorization }, signal })
    if (reply.status === 404) return null
    // This kind of answer has no words in it: whatever it is, the next attempt asks again.
    if (reply.status !== 200) throw new Error(`The upload cannot go on now: ${reply.status}`)
    const isSame = Number(reply.header('upload-length')) === file.size
    return isSame ? Number(reply.header('upload-offset')) : null
  }

  async function place(): Promise<{ readonly address: string; readonly offset: number }> {
    const address = await begun.address()
    const offset = address === null ? null : await arrived(address)
    if (address !== null && offset !== null) return { address, offset }
    return { address: await begin(), offset: 0 }
  }

  try {
    const { address, offset } = await place()
    const part = (sent: number): number => (offset + sent * (file.size - offset)) / file.size
    const reply = await send({
      ...{ method: 'PATCH', url: origin + address, body: file.slice(offset), signal },
      headers: { authorization, 'upload-offset': String(offset), 'content-type': PART },
      onProgress: (sent) => onProgress?.(part(sent)),
    })
    return reply.body
  } catch (error) {
    if (error instanceof Refused) return error.body
    throw error
  }
}
