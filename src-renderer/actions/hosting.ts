import { fail, type Result } from '#shared/lib/result.ts'
import type { HostStatus } from '#shared/ipc/host.ts'
import { serverOf } from '../state/link.ts'
import type { ActionContext } from './context.ts'
import { attempt, checkName, joinOrigin } from './join-server.ts'
import { leaveServer } from './leave-server.ts'
import { showNotice } from './notices.ts'

/** As long as the host's contract allows. */
const SERVER_NAME_MAX = 40

/** Starts the server inside the app and joins it. */
export function startHosting(context: ActionContext, name: string): Promise<void> {
  return attempt(context, { kind: 'host' }, async () => {
    const checked = checkName(name)
    if (!checked.ok) return checked
    const started = await start(context, serverNameFor(context, checked.value))
    if (!started.ok) return fail({ field: 'host' as const, message: started.error })
    const origin = started.value.localOrigin
    return joinOrigin(context, checked.value, { origin, isOwn: true, field: 'host' })
  })
}

type Running = HostStatus & { phase: 'running' }

async function start(context: ActionContext, serverName: string): Promise<Result<Running, string>> {
  const { host } = context.platform
  if (!host) return fail('Only the desktop app can host a server.')
  const running = context.store.getState().host
  if (running?.phase === 'running') return { ok: true, value: running }
  const answer = await host.start(serverName)
  if (!answer.ok) return answer
  handleHostStatus(context, answer.value)
  if (answer.value.phase === 'running') return { ok: true, value: answer.value }
  return fail(
    answer.value.phase === 'failed'
      ? answer.value.message
      : 'The server did not start. Try again, or look into the logs.',
  )
}

function serverNameFor(context: ActionContext, personName: string): string {
  const chosen = context.store.getState().settings.hosting.name
  return (chosen || `${personName}'s server`).slice(0, SERVER_NAME_MAX)
}

/** Ends the server inside the app. Leaves it first, so that the window does not report a lost line. */
export async function stopHosting(context: ActionContext): Promise<void> {
  const { host } = context.platform
  if (!host) return
  if (serverOf(context.store.getState().link)?.isOwn) leaveServer(context)
  const stopped = await host.stop()
  if (!stopped.ok) return showNotice(context, stopped.error, 'problem')
  handleHostStatus(context, stopped.value)
  showNotice(context, 'The server has been stopped. Its history is kept for next time.', 'success')
}

/** Keeps up with the server inside the app, also when it comes back under another address. */
export function handleHostStatus(context: ActionContext, status: HostStatus): void {
  const { store, current } = context
  tellNotices(context, store.getState().host, status)
  store.setState({ host: status })
  const { session } = current
  if (status.phase !== 'running' || !session?.server.isOwn) return
  const isEnded = store.getState().link.phase === 'closed'
  if (session.server.origin === status.localOrigin && !isEnded) session.connection.retryNow()
  else
    void joinOrigin(context, session.name, {
      origin: status.localOrigin,
      isOwn: true,
      field: 'host',
    })
}

/** What the server had to say when it started, such as a port that was in use: told once a start. */
function tellNotices(context: ActionContext, before: HostStatus | null, status: HostStatus): void {
  if (status.phase !== 'running') return
  const isKnown = before?.phase === 'running' && before.startedAt === status.startedAt
  if (isKnown) return
  for (const sentence of status.notices) showNotice(context, sentence, 'problem')
}
