import type { SessionToken } from '#shared/domain/ids.ts'
import { nameSchema, type PersonName } from '#shared/domain/names.ts'
import { parseServerAddress, type ServerOrigin } from '#shared/domain/server-address.ts'
import { rememberServer } from '#shared/ipc/settings.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { DEFAULT_PORT } from '#shared/protocol/limits.ts'
import type { ConnectionStatus } from '../client/server-connection.ts'
import { fetchServerInfo } from '../client/server-info.ts'
import type { JoinProblem, JoinTarget } from '../state/join-form.ts'
import type { LinkedServer } from '../state/link.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext, Session } from './context.ts'
import { fallbackRoom } from './fallback-room.ts'
import { catchUp } from './catch-up.ts'
import { conversationsWithKept, keepOutbox, outboxKey } from './kept-outbox.ts'
import { showNotice } from './notices.ts'
import { flushOutbox } from './outbox.ts'
import { followStatus } from './rejoin.ts'
import { handleServerEvents } from './server-events.ts'
import { endSession, enterRoom, openSession, type JoinReply } from './session.ts'
import { updateSettings } from './settings.ts'

type Problem = Omit<JoinProblem, 'attempt'>

/** Joins what somebody typed or pasted. */
export function joinAddress(context: ActionContext, name: string, address: string): Promise<void> {
  return attempt(context, { kind: 'address' }, async () => {
    const checked = checkName(name)
    if (!checked.ok) return checked
    const origin = parseServerAddress(address, DEFAULT_PORT)
    if (!origin.ok) return fail({ field: 'address' as const, message: asSentence(origin.error) })
    return joinOrigin(context, checked.value, { origin: origin.value, field: 'address' })
  })
}

/** Joins a server out of a list. */
export function joinKnownServer(
  context: ActionContext,
  name: string,
  origin: ServerOrigin,
): Promise<void> {
  return attempt(context, { kind: 'server', origin }, async () => {
    const checked = checkName(name)
    if (!checked.ok) return checked
    const isOwn = isHostedHere(context, origin)
    return joinOrigin(context, checked.value, { origin, isOwn, field: 'server' })
  })
}

function isHostedHere(context: ActionContext, origin: ServerOrigin): boolean {
  const { host } = context.store.getState()
  return host?.phase === 'running' && host.localOrigin === origin
}

export function checkName(name: string): Result<PersonName, Problem> {
  const parsed = nameSchema.safeParse(name)
  if (parsed.success) return succeed(parsed.data)
  const rule = parsed.error.issues[0]?.message ?? 'Please choose another name'
  const message =
    name.trim() === '' ? 'Type a name first: it is what others will see.' : asSentence(rule)
  return fail({ field: 'name', message })
}

let attempts = 0

/** Runs one join and shows on the form that it runs and how it ended. */
export async function attempt(
  context: ActionContext,
  target: JoinTarget,
  join: () => Promise<Result<null, Problem>>,
): Promise<void> {
  const { store } = context
  if (store.getState().joinForm.busyWith) return
  store.setState({ joinForm: { busyWith: target, problem: null } })
  const joined = await join()
  attempts += 1
  const problem = joined.ok ? null : { ...joined.error, attempt: attempts }
  store.setState({ joinForm: { busyWith: null, problem } })
  // Joined from the list of servers beside another one: there is no form that could show it.
  if (problem && store.getState().view.screen === 'server') {
    showNotice(context, problem.message, 'problem')
  }
}

/** Goes through the whole way: who is there, connect, enter a room, and only then show it. */
export async function joinOrigin(
  context: ActionContext,
  name: PersonName,
  about: { origin: ServerOrigin; isOwn?: boolean; field: JoinProblem['field'] },
): Promise<Result<null, Problem>> {
  const { origin, isOwn = false } = about
  const failAt = (field: JoinProblem['field'], message: string) =>
    fail({ field, message: asSentence(message), origin } satisfies Problem)
  void updateSettings(context, { name })
  const measured = await fetchServerInfo(origin, context)
  if (!measured.ok) return failAt(about.field, measured.error.message)
  const token = await tokenFor(context, origin, name)
  const server: LinkedServer = { origin, name: measured.value.info.name, isOwn }
  const session = openSession(context, { server, name, token })
  const adopt = holdEventsUntilAdopted(context, session)
  const online = await firstOutcome(session)
  if (!online.ok) {
    session.scope.close()
    return failAt(about.field, online.error)
  }
  const joined = await enterFirstRoom(context, session)
  if (!joined.ok) {
    session.scope.close()
    const isAboutName = joined.error.code === 'name-taken' || joined.error.code === 'invalid'
    return failAt(isAboutName ? 'name' : about.field, joined.error.message)
  }
  adopt(joined)
  context.platform.memory.rememberName(origin, joined.value.you.name)
  await keepForNextTime(context, server)
  return succeed(null)
}

/** The kept token, unless the person goes by another name now: a token speaks for one name only. */
async function tokenFor(
  context: ActionContext,
  origin: ServerOrigin,
  name: PersonName,
): Promise<SessionToken | null> {
  const { memory, credentials } = context.platform
  if ((memory.nameAt(origin) ?? name) !== name) return null
  const kept = await credentials.get(origin)
  return kept.ok ? kept.value : null
}

/** Waits until the line is up, or says why it is not. */
const firstOutcome = (session: Session): Promise<Result<null, string>> =>
  new Promise((resolve) => {
    const judge = (status: ConnectionStatus): void => {
      if (status.phase === 'online') resolve(succeed(null))
      if (status.phase === 'offline') resolve(fail(status.reason))
      if (status.phase === 'closed') resolve(fail('The server is closing.'))
    }
    const stop = session.connection.on('status', judge)
    session.scope.add(stop)
    judge(session.connection.status())
  })

/** The room of last time; if it is gone, General. */
async function enterFirstRoom(context: ActionContext, session: Session): Promise<JoinReply> {
  const last = context.platform.memory.lastRoom(session.server.origin)
  const joined = await enterRoom(context, session, last ?? fallbackRoom(null))
  if (joined.ok || joined.error.code !== 'not-found' || last === null) return joined
  return enterRoom(context, session, fallbackRoom(null))
}

/**
 * What the server tells before the join is confirmed waits, because until then the window still
 * shows another server, or none.
 */
function holdEventsUntilAdopted(
  context: ActionContext,
  session: Session,
): (joined: JoinReply & { ok: true }) => void {
  const held: (() => void)[] = []
  const names = ['rooms:list', 'room:users', 'chat:history', 'chat:message'] as const
  const changes = ['chat:changed', 'chat:reaction:update'] as const
  // Replayed through the ordinary handlers, so that there is one way in.
  const stops = [...names, ...changes].map((name) =>
    session.connection.on(name, (payload) =>
      held.push(() => session.connection.replay(name, payload)),
    ),
  )
  return (joined) => {
    for (const stop of stops) stop()
    endSession(context)
    context.current.session = session
    const { room, you, lastSeq } = joined.value
    const outbox = outboxKey(session.server.origin, you)
    context.store.setState(({ view, rooms }) => ({
      link: { phase: 'online', server: session.server },
      me: you,
      rooms: null as typeof rooms,
      people: null,
      openRoom: room.id,
      conversations: conversationsWithKept(context, outbox),
      typists: [],
      editing: null,
      deleting: null,
      view: { ...view, screen: 'server', drawer: null },
    }))
    keepOutbox(context, session, outbox)
    handleServerEvents(context, session)
    followStatus(context, session)
    for (const replay of held) replay()
    void catchUp(context, session, room.id, lastSeq)
    void flushOutbox(context, session)
  }
}

async function keepForNextTime(context: ActionContext, server: LinkedServer): Promise<void> {
  // Our own server is offered by "Host a server"; in this list it would mostly be unreachable.
  if (server.isOwn) return
  const { recentServers } = context.store.getState().settings
  const joined = {
    origin: server.origin,
    name: server.name.slice(0, 80),
    lastJoinedAt: context.now(),
  }
  await updateSettings(context, { recentServers: rememberServer(recentServers, joined) })
}
