import type { ServerOrigin } from '#shared/domain/server-address.ts'
import { serverOf } from '../state/link.ts'
import type { ActionContext } from './context.ts'
import { leaveServer } from './leave-server.ts'
import { updateSettings } from './settings.ts'

/**
 * Nothing of this server stays on this device: not its place in the list, nor what was said there,
 * nor the token that would let somebody come back as the same person.
 */
export async function forgetServer(context: ActionContext, origin: ServerOrigin): Promise<void> {
  const { store, platform } = context
  if (serverOf(store.getState().link)?.origin === origin) leaveServer(context)
  platform.memory.forgetServer(origin)
  await platform.credentials.set(origin, null)
  const { recentServers } = store.getState().settings
  const others = recentServers.filter((server) => server.origin !== origin)
  if (others.length < recentServers.length) await updateSettings(context, { recentServers: others })
}
