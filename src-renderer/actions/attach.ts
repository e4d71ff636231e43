import { cleanFileName, isPicture } from '#shared/domain/media.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import { ATTACHMENTS_MAX, messageTextSchema } from '#shared/domain/messages.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { FILE_MAX_BYTES } from '#shared/protocol/limits.ts'
import { withoutTraces } from '../media/without-traces.ts'
import { inUnits, withAttached, type AttachedFile } from '../state/attaching.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'
import { sendFilesTo } from './outbox.ts'

/** What is attached and not sent yet, by its id. */
const contents = new WeakMap<ActionContext, Map<string, Blob>>()

function contentsOf(context: ActionContext): Map<string, Blob> {
  const known = contents.get(context) ?? new Map<string, Blob>()
  contents.set(context, known)
  return known
}

const attachedIn = ({ store }: ActionContext, roomId: RoomId): readonly AttachedFile[] =>
  store.getState().attaching.get(roomId) ?? []

function setAttached(
  { store }: ActionContext,
  roomId: RoomId,
  change: (files: readonly AttachedFile[]) => readonly AttachedFile[],
): void {
  store.setState(({ attaching }) => ({
    attaching: withAttached(attaching, roomId, change(attaching.get(roomId) ?? [])),
  }))
}

/** Lays files beside what is being written, those that can be sent; about the others there is a word. */
export async function attachFiles(
  context: ActionContext,
  roomId: RoomId,
  files: readonly File[],
): Promise<void> {
  const { session } = context.current
  for (const file of files) {
    const problem = problemOf(file)
    if (problem !== null) {
      showNotice(context, problem, 'problem')
      continue
    }
    const attached = await prepare(context, file)
    if (!attached || context.current.session !== session) continue
    if (attachedIn(context, roomId).length >= ATTACHMENTS_MAX) {
      forget(context, attached)
      return showNotice(context, `A message carries at most ${ATTACHMENTS_MAX} files.`, 'problem')
    }
    setAttached(context, roomId, (known) => [...known, attached])
  }
}

function problemOf({ name, size }: File): string | null {
  if (size === 0) return `"${name}" is empty, or a folder.`
  return size > FILE_MAX_BYTES
    ? `"${name}" has ${inUnits(size)}. A file has at most ${FILE_MAX_BYTES / 1024 / 1024} MiB.`
    : null
}

/** @returns null for what cannot be read */
async function prepare(context: ActionContext, file: File): Promise<AttachedFile | null> {
  const content = await readable(file)
  if (!content) {
    showNotice(context, `"${file.name}" cannot be read.`, 'problem')
    return null
  }
  const id = context.newUuid()
  contentsOf(context).set(id, content)
  const picture = isPicture(file.type) ? await context.sizeOfPicture(content) : null
  return {
    ...{ id, name: cleanFileName(file.name), size: content.size },
    preview: picture && URL.createObjectURL(content),
    width: picture?.width ?? null,
    height: picture?.height ?? null,
  }
}

/** Its content as it is now, and without where it was taken: a file may change, or go. */
async function readable(file: File): Promise<Blob | null> {
  const bytes = await file.arrayBuffer().catch(() => null)
  if (!bytes) return null
  const content = new Uint8Array(bytes)
  return new Blob([isPicture(file.type) ? withoutTraces(content) : content], { type: file.type })
}

function forget(context: ActionContext, { id, preview }: AttachedFile): void {
  contentsOf(context).delete(id)
  if (preview !== null) URL.revokeObjectURL(preview)
}

export function detachFile(context: ActionContext, roomId: RoomId, id: string): void {
  const file = attachedIn(context, roomId).find((attached) => attached.id === id)
  if (!file) return
  forget(context, file)
  setAttached(context, roomId, (known) => known.filter((attached) => attached.id !== id))
}

/**
 * Sends what is attached, with these words or without any.
 * @returns why it cannot be sent at all, as a sentence
 */
export async function sendAttached(
  context: ActionContext,
  roomId: RoomId,
  text: string,
): Promise<Result<null, string>> {
  const files = attachedIn(context, roomId)
  const words = text.trim() === '' ? succeed('') : parsed(text)
  if (!words.ok) return words
  if (!context.current.session) return fail('There is no connection to a server.')
  setAttached(context, roomId, () => [])
  const kept = contentsOf(context)
  for (const { id } of files) {
    const content = kept.get(id)
    if (content) await context.keptMedia.addPiece(id, 0, content)
  }
  for (const file of files) forget(context, file)
  return sendFilesTo(context, roomId, {
    text: words.value,
    files: files.map(({ id, name, size, width, height }) => ({
      ...{ fileId: id, name, size, width, height },
    })),
  })
}

function parsed(text: string): Result<string, string> {
  const words = messageTextSchema.safeParse(text)
  if (words.success) return succeed(words.data)
  return fail(asSentence(words.error.issues[0]?.message ?? 'This cannot be sent'))
}
