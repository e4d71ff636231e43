import { cleanFileName, isPicture } from '#shared/domain/media.ts'
import { clientIdSchema, type RoomId } from '#shared/domain/ids.ts'
import { ATTACHMENTS_MAX, messageTextSchema } from '#shared/domain/messages.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { FILE_MAX_BYTES } from '#shared/protocol/limits.ts'
import type { PictureLook } from '../media/look-at-picture.ts'
import { withoutTraces } from '../media/without-traces.ts'
import { inUnits, withAttached, type AttachedFile } from '../state/attaching.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext, Session } from './context.ts'
import { showNotice } from './notices.ts'
import { sendMediaTo } from './outbox.ts'

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
    if (!attached) continue
    if (context.current.session !== session) return forget(context, attached)
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
  const contents = contentsOf(context)
  const keepAs = (blob: Blob): string => {
    const id = context.newUuid()
    contents.set(id, blob)
    return id
  }
  const picture = isPicture(file.type) ? await lookAt(context, content) : null
  const smaller = picture?.preview
  return {
    ...{ id: keepAs(content), name: cleanFileName(file.name), size: content.size },
    address: picture && URL.createObjectURL(smaller?.content ?? content),
    width: picture?.width ?? null,
    height: picture?.height ?? null,
    preview: smaller
      ? { id: keepAs(smaller.content), width: smaller.width, height: smaller.height }
      : null,
  }
}

/** What goes wrong in looking at it is no reason not to send it. */
const lookAt = (context: ActionContext, content: Blob): Promise<PictureLook | null> =>
  context.lookAtPicture(content).catch(() => null)

/** Its content as it is now, and without where it was taken: a file may change, or go. */
async function readable(file: File): Promise<Blob | null> {
  const bytes = await file.arrayBuffer().catch(() => null)
  if (!bytes) return null
  const content = new Uint8Array(bytes)
  // By what is in it: names and types are what somebody calls it.
  return new Blob([withoutTraces(content)], { type: file.type })
}

function forget(context: ActionContext, { id, address, preview }: AttachedFile): void {
  const contents = contentsOf(context)
  contents.delete(id)
  if (preview) contents.delete(preview.id)
  if (address !== null) URL.revokeObjectURL(address)
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
  const { session } = context.current
  if (!session) return fail('There is no connection to a server.')
  setAttached(context, roomId, () => [])
  const kept = await keep(context, files)
  // Whoever is elsewhere by now did not mean to say it there.
  if (context.current.session !== session) {
    for (const file of files) forget(context, file)
    return succeed(null)
  }
  if (!kept) {
    setAttached(context, roomId, (since) => [...files, ...since])
    return fail('This device has no room for these files.')
  }
  for (const file of files) forget(context, file)
  return sendMediaTo(context, roomId, {
    ...{ clientId: clientIdSchema.parse(context.newUuid()), text: words.value, voice: null },
    files: kept.map(({ id, name, size, width, height, preview }) => ({
      ...{ fileId: id, name, size, width, height },
      preview: preview && { fileId: preview.id, width: preview.width, height: preview.height },
    })),
  })
}

/**
 * Writes the contents down, all of them or none.
 * @returns them with the previews that there is room for as well; null when there is no room for them
 */
async function keep(
  context: ActionContext,
  files: readonly AttachedFile[],
): Promise<readonly AttachedFile[] | null> {
  const { keptMedia } = context
  const write = async (id: string): Promise<void> => {
    const content = contentsOf(context).get(id)
    if (content) await keptMedia.addPiece(id, 0, content)
  }
  try {
    for (const { id } of files) await write(id)
  } catch {
    for (const { id } of files) void keptMedia.remove(id).catch(() => undefined)
    return null
  }
  const kept: AttachedFile[] = []
  for (const file of files) {
    const isThere = file.preview !== null && (await write(file.preview.id).then(yes, no))
    kept.push(isThere ? file : { ...file, preview: null })
  }
  return kept
}

const yes = (): boolean => true
const no = (): boolean => false

/** What is attached is gone with the stay, and with it what it took of the memory. */
export function forgetAttachedWith(context: ActionContext, session: Session): void {
  session.scope.add(() => {
    for (const files of context.store.getState().attaching.values()) {
      for (const file of files) forget(context, file)
    }
  })
}

function parsed(text: string): Result<string, string> {
  const words = messageTextSchema.safeParse(text)
  if (words.success) return succeed(words.data)
  return fail(asSentence(words.error.issues[0]?.message ?? 'This cannot be sent'))
}
