import type { BlobId, ClientId } from '#shared/domain/ids.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { OFFLINE, type CallFailure } from '../client/call-failure.ts'
import type { FileToSend } from '../client/file-to-send.ts'
import { uploadFile } from '../client/upload-file.ts'
import type { OutgoingMessage } from '../state/conversation.ts'
import { carriedBy, mediaOf } from '../state/outgoing.ts'
import type { ActionContext, Session } from './context.ts'
import { pause } from './pause.ts'

/** A file that did not get through is brought again after this, in milliseconds. */
const ASK_AGAIN_AFTER_MS = 2_000

/** Nobody hears of it: the message is gone. */
const STOPPED: CallFailure = { code: 'invalid', message: 'It was discarded' }

/** What is on its way, to be stopped when nobody wants it any more or the stay is over. */
const uploading = new WeakMap<Session, Map<ClientId, AbortController>>()

function uploadsOf(session: Session): Map<ClientId, AbortController> {
  const known = uploading.get(session)
  if (known) return known
  const uploads = new Map<ClientId, AbortController>()
  uploading.set(session, uploads)
  session.scope.add(() => {
    for (const stop of uploads.values()) stop.abort()
  })
  return uploads
}

export const stopBringing = (session: Session, id: ClientId): void =>
  uploadsOf(session).get(id)?.abort()

/** The server may have forgotten what it was brought: the next attempt brings it anew. */
export function forgetBrought(session: Session, message: OutgoingMessage): void {
  for (const id of mediaOf(message)) broughtIn.get(session)?.delete(id)
}

/** What to refer to on the server, by the id that it has here. */
export type Brought = ReadonlyMap<string, BlobId>

/**
 * Brings to the server what a message carries, one after the other, ahead of the message that refers to
 * it. A preview that cannot be brought is left out.
 */
export async function bringMedia(
  context: ActionContext,
  session: Session,
  message: OutgoingMessage,
): Promise<Result<Brought, CallFailure>> {
  const { clientId } = message
  const carried = carriedBy(message)
  const stop = new AbortController()
  const uploads = uploadsOf(session)
  uploads.set(clientId, stop)
  const whole = carried.reduce((sum, { size }) => sum + size, 0)
  let before = 0
  const tell = (sent: number): void => {
    if (whole === 0 || stop.signal.aborted) return
    context.store.setState(({ uploads: known }) => ({
      uploads: new Map(known).set(clientId, Math.min(1, sent / whole)),
    }))
  }
  const blobIds = new Map<string, BlobId>()
  try {
    for (const { id, size, isPreview } of carried) {
      const from = before
      const onProgress = (part: number): void => tell(from + part * size)
      const brought = await bring(context, session, id, { signal: stop.signal, onProgress })
      if (brought.ok) blobIds.set(id, brought.value)
      else if (!isPreview || stop.signal.aborted || mayPass(brought.error)) return brought
      before += size
      tell(before)
    }
  } finally {
    uploads.delete(clientId)
  }
  return succeed(blobIds)
}

/** The same may work later. */
const mayPass = ({ code }: CallFailure): boolean =>
  code === 'offline' || code === 'timeout' || code === 'rate-limited'

/** What this stay has brought already, by the id that it has here: trying again begins with the rest. */
const broughtIn = new WeakMap<Session, Map<string, BlobId>>()

async function bring(
  context: ActionContext,
  session: Session,
  id: string,
  how: Pick<FileToSend, 'onProgress' | 'signal'>,
): Promise<Result<BlobId, CallFailure>> {
  const known = broughtIn.get(session) ?? new Map<string, BlobId>()
  broughtIn.set(session, known)
  const before = known.get(id)
  if (before !== undefined) return succeed(before)
  const content = await context.keptMedia.content(id)
  if (!content) {
    return fail({ code: 'not-found', message: 'What it carries is not on this device any more' })
  }
  const { server, token } = session
  if (!token) return fail(OFFLINE)
  const { origin } = server
  const { sendFile, keptMedia } = context
  const begun = {
    address: () => keptMedia.uploadOf(id),
    remember: (address: string) => keptMedia.rememberUpload(id, address),
  }
  const brought = await uploadFile(content, { ...how, origin, token, sendFile, begun })
  if (brought.ok) {
    known.set(id, brought.value)
    return brought
  }
  if (how.signal?.aborted) return fail(STOPPED)
  const { sentence: message, isOffline, retryAfter } = brought.error
  if (retryAfter !== null) return fail({ code: 'rate-limited', message, retryAfter })
  if (!isOffline) return fail({ code: 'invalid', message })
  // By then the session knows whether it is cut off as well, and whether this waits for its return.
  await pause(ASK_AGAIN_AFTER_MS)
  return fail(session.isFollowing ? { code: 'timeout', message } : OFFLINE)
}
