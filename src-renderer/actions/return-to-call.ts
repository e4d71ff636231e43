import type { ActionContext } from './context.ts'
import { joinKnownServer } from './join-server.ts'

/**
 * A page that was loaded again during a call goes back to its server at once: the other one waits a few
 * seconds only.
 */
export async function returnToCall(context: ActionContext): Promise<void> {
  const { memory } = context.platform
  const origin = memory.serverOfCall()
  const name = origin && memory.nameAt(origin)
  if (origin && name) await joinKnownServer(context, name, origin)
}
