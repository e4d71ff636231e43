import type { ServerOrigin } from '#shared/domain/server-address.ts'
import type { Undo } from '#shared/lib/scope.ts'
import { fetchServerInfo } from '../client/server-info.ts'
import type { KnownServer } from '../state/directory.ts'
import type { ActionContext } from './context.ts'

/** Often enough for "4 people" to be true when somebody reads it. */
const ASK_EVERY_MS = 8_000

/** Asks every server that is offered on the first screen how it is doing. */
async function refreshDirectory(context: ActionContext): Promise<void> {
  const { settings, homeServer, host } = context.store.getState()
  const recent = settings.recentServers.map(({ origin }) => origin)
  const own = host?.phase === 'running' ? [host.localOrigin] : []
  const origins = homeServer === null ? [...recent, ...own] : [homeServer]
  await Promise.all(origins.map((origin) => ask(context, origin)))
}

/** Keeps the directory fresh until told to stop. */
export function watchDirectory(context: ActionContext): Undo {
  void refreshDirectory(context)
  const timer = setInterval(() => void refreshDirectory(context), ASK_EVERY_MS)
  return () => clearInterval(timer)
}

async function ask(context: ActionContext, origin: ServerOrigin): Promise<void> {
  const remember = (known: KnownServer): void =>
    context.store.setState(({ directory }) => ({
      directory: new Map(directory).set(origin, known),
    }))
  if (!context.store.getState().directory.has(origin)) remember({ phase: 'asking' })
  const first = await fetchServerInfo(origin, context)
  // The first answer includes opening a connection; the second one is the delay people will feel.
  const answer = first.ok ? await fetchServerInfo(origin, context) : first
  remember(
    answer.ok
      ? {
          phase: 'reachable',
          name: answer.value.info.name,
          people: answer.value.info.people,
          delayMs: answer.value.delayMs,
        }
      : { phase: 'unreachable', reason: answer.error.message },
  )
}
