import type { SendFile } from './file-to-send.ts'
import { sendInBrowser } from './http-request.ts'
import { sendInParts } from './send-in-parts.ts'

/** Smaller ones are there before it would pay. */
const IN_PARTS_FROM_BYTES = 1024 * 1024

export const sendFileInBrowser: SendFile = async (what) => {
  const { origin, token, file, begun, onProgress, signal } = what
  if (begun && file.size >= IN_PARTS_FROM_BYTES) {
    return sendInParts({ ...what, begun }, sendInBrowser)
  }
  const { body } = await sendInBrowser({
    ...{ method: 'POST', url: `${origin}/api/media`, body: file, onProgress, signal },
    headers: { authorization: `Bearer ${token}` },
  })
  return body
}
