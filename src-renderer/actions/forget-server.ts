import type { ServerOrigin } from '#shared/domain/server-address.ts'
import { isOfServer } from '../platform/kept-histories.ts'
import { serverOf } from '../state/link.ts'
import type { ActionContext } from './context.ts'
import { keepDrafts } from './drafts.ts'
import { mediaOf } from '../state/outgoing.ts'
import { leaveServer } from './leave-server.ts'
import { updateSettings } from './settings.ts'

/**
 * Nothing of this server stays on this device: not its place in the list, nor what was said there or
 * was to be said, nor the token that would let somebody come back as the same person.
 */
export async function forgetServer(context: ActionContext, origin: ServerOrigin): Promise<void> {
  const { store, platform } = context
  if (serverOf(store.getState().link)?.origin === origin) leaveServer(context)
  await forgetUnsent(context, origin)
  platform.memory.forgetServer(origin)
  await platform.credentials.set(origin, null)
  const { recentServers } = store.getState().settings
  const others = recentServers.filter((server) => server.origin !== origin)
  if (others.length < recentServers.length) await updateSettings(context, { recentServers: others })
}

/** Drafts, voice messages, and the files of what waits in an outbox. */
async function forgetUnsent(context: ActionContext, origin: ServerOrigin): Promise<void> {
  const { store, platform, keptMedia } = context
  store.setState(({ drafts }) => ({
    drafts: Object.fromEntries(Object.entries(drafts).filter(([key]) => !isOfServer(key, origin))),
  }))
  keepDrafts(context)
  const waiting = platform.memory.outboxesAt(origin).flatMap((key) => platform.memory.outbox(key))
  const notes = await keptMedia.notes((key) => isOfServer(key, origin))
  const ids = [...notes.map(({ id }) => id), ...waiting.flatMap(mediaOf)]
  await Promise.all(ids.map((id) => keptMedia.remove(id)))
}
