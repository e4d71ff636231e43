import type { HostJobOutcome } from '#shared/ipc/host.ts'
import type { Answer } from '../platform/platform.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'

/** Writes everything that the server inside the app keeps into a file that somebody chooses. */
export const backUpServer = (context: ActionContext): Promise<void> =>
  watchJob(context, context.platform.host?.backUp())

/** Puts a backup in place of what the server inside the app keeps, after asking. */
export const restoreServer = (context: ActionContext): Promise<void> =>
  watchJob(context, context.platform.host?.restore())

async function watchJob(
  context: ActionContext,
  job: Answer<HostJobOutcome> | undefined,
): Promise<void> {
  const answer = await job
  context.store.setState({ hostJob: null })
  if (!answer) return
  if (!answer.ok) return showNotice(context, answer.error, 'problem')
  const { outcome, message } = answer.value
  if (outcome === 'done') showNotice(context, message, 'success')
  if (outcome === 'failed') showNotice(context, message, 'problem')
}
