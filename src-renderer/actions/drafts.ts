import type { RoomId } from '#shared/domain/ids.ts'
import { serverOf } from '../state/link.ts'
import { draftKey, withDraft } from '../state/drafts.ts'
import type { ActionContext } from './context.ts'

/** A pause in typing, in milliseconds: rare enough for the disk, soon enough for a crash. */
const KEEP_AFTER_MS = 400

let timer: ReturnType<typeof setTimeout> | undefined

/** Keeps the unsent text of a conversation, also over a crash. */
export function setDraft(context: ActionContext, roomId: RoomId, text: string): void {
  const { link, drafts } = context.store.getState()
  const server = serverOf(link)
  if (!server) return
  context.store.setState({ drafts: withDraft(drafts, draftKey(server.origin, roomId), text) })
  clearTimeout(timer)
  timer = setTimeout(() => keepDrafts(context), KEEP_AFTER_MS)
}

export function keepDrafts(context: ActionContext): void {
  clearTimeout(timer)
  context.platform.memory.rememberDrafts(context.store.getState().drafts)
}
