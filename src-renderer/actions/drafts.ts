import { serverOf } from '../state/link.ts'
import { draftKey, withDraft } from '../state/drafts.ts'
import type { ActionContext } from './context.ts'

/** A pause in typing, in milliseconds: rare enough for the disk, soon enough for a crash. */
const KEEP_AFTER_MS = 400

let timer: ReturnType<typeof setTimeout> | undefined

/** Keeps the unsent text of the open conversation, also over a crash. */
export function setDraft(context: ActionContext, text: string): void {
  const { link, openRoom, drafts } = context.store.getState()
  const server = serverOf(link)
  if (!server || openRoom === null) return
  context.store.setState({ drafts: withDraft(drafts, draftKey(server.origin, openRoom), text) })
  clearTimeout(timer)
  timer = setTimeout(() => keepDrafts(context), KEEP_AFTER_MS)
}

export function keepDrafts(context: ActionContext): void {
  clearTimeout(timer)
  context.platform.memory.rememberDrafts(context.store.getState().drafts)
}
