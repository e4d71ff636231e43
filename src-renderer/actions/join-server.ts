import type { SessionToken } from '#shared/domain/ids.ts'
import { nameSchema, type PersonName } from '#shared/domain/names.ts'
import { parsePermalink } from '#shared/domain/permalink.ts'
import { parseServerAddress, type ServerOrigin } from '#shared/domain/server-address.ts'
import { rememberServer } from '#shared/ipc/settings.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { DEFAULT_PORT } from '#shared/protocol/limits.ts'
import type { RoomWire } from '#shared/protocol/wire.ts'
import { isClosedToUs, type CallFailure } from '../client/call-failure.ts'
import type { ConnectionStatus } from '../client/server-connection.ts'
import { fetchServerInfo } from '../client/server-info.ts'
import type { JoinProblem, JoinTarget } from '../state/join-form.ts'
import type { LinkedServer } from '../state/link.ts'
import { askPassword } from './ask-password.ts'
import { asSentence } from './as-sentence.ts'
import { beginAwayStay, beginStay, holdEvents } from './begin-stay.ts'
import type { ActionContext, Session } from './context.ts'
import { fallbackRoom } from './fallback-room.ts'
import { comeIn, type Arrival } from './follow.ts'
import { stayKey } from './kept-outbox.ts'
import { jumpTo } from './jumping.ts'
import { showNotice } from './notices.ts'
import { followLink } from './permalinks.ts'
import { askServerPassword } from './server-password.ts'
import { openSession } from './session.ts'
import { updateSettings } from './settings.ts'

type Problem = Omit<JoinProblem, 'attempt'>

/** Joins what somebody typed or pasted. */
export function joinAddress(context: ActionContext, name: string, address: string): Promise<void> {
  return attempt(context, { kind: 'address' }, async () => {
    const checked = checkName(name)
    if (!checked.ok) return checked
    const origin = parseServerAddress(address, DEFAULT_PORT)
    if (!origin.ok) return fail({ field: 'address' as const, message: asSentence(origin.error) })
    const joined = await joinOrigin(context, checked.value, {
      origin: origin.value,
      field: 'address',
    })
    const link = parsePermalink(address.trim())
    if (joined.ok && link) void jumpTo(context, link.roomId, link.seq)
    return joined
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
    const joined = await joinOrigin(context, checked.value, { origin, isOwn, field: 'server' })
    const link = joined.ok ? context.platform.takeLink() : null
    if (link !== null) void followLink(context, link)
    return joined
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

/** Goes through the whole way: who is there, connect, come in, and only then show it. */
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
  if (!measured.ok) {
    const isAway = measured.error.kind === 'unreachable' && !isOwn
    if (isAway && (await showKept(context, name, origin))) return succeed(null)
    return failAt(about.field, measured.error.message)
  }
  const token = await tokenFor(context, origin, name)
  const server: LinkedServer = { origin, name: measured.value.info.name, isOwn }
  const session = openSession(context, { server, name, token })
  const held = holdEvents(session)
  const online = await comeOnline(context, session)
  if (!online.ok) {
    session.scope.close()
    return failAt(about.field, online.error)
  }
  const came = await comeInAs(context, session, held.rooms)
  if (!came.ok) {
    session.scope.close()
    const isAboutName = ABOUT_NAME.has(came.error.code)
    return failAt(isAboutName ? 'name' : about.field, came.error.message)
  }
  beginStay(context, session, came.value, held)
  context.platform.memory.rememberName(origin, came.value.joined.you.name)
  await keepForNextTime(context, server)
  return succeed(null)
}

/** What another name would solve. */
const ABOUT_NAME: ReadonlySet<CallFailure['code']> = new Set([
  'name-taken',
  'name-protected',
  'invalid',
])

/**
 * Shows a server that cannot be reached as it was when it was last seen, to be read, and to write
 * what is sent once it is back.
 * @returns whether anything of it is kept here
 */
async function showKept(
  context: ActionContext,
  name: PersonName,
  origin: ServerOrigin,
): Promise<boolean> {
  const kept = context.platform.memory.keptServer(stayKey(origin, name))
  if (!kept) return false
  const token = await tokenFor(context, origin, name)
  const server: LinkedServer = { origin, name: kept.name, isOwn: false }
  beginAwayStay(context, openSession(context, { server, name, token }), kept)
  return true
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

/** Makes the line, with the password of the server where it asks for one; or says why there is none. */
async function comeOnline(context: ActionContext, session: Session): Promise<Result<null, string>> {
  for (;;) {
    const status = await firstOutcome(session)
    switch (status.phase) {
      case 'online':
        return succeed(null)
      case 'offline':
        return fail(status.reason)
      case 'closed':
        return fail('The server is closing.')
      case 'ended':
        return fail(status.message)
      case 'locked': {
        const password = await askServerPassword(context, session, status.message)
        if (password === null) return fail(`${session.server.name} asks for a password.`)
        session.passwords.server = password
        session.connection.retryNow()
      }
    }
  }
}

/** Waits until the line is up, or is known not to come up. */
const firstOutcome = (
  session: Session,
): Promise<Exclude<ConnectionStatus, { phase: 'connecting' }>> =>
  new Promise((resolve) => {
    const judge = (status: ConnectionStatus): void => {
      if (status.phase === 'connecting') return
      stop()
      resolve(status)
    }
    const stop = session.connection.on('status', judge)
    session.scope.add(stop)
    judge(session.connection.status())
  })

/** Comes in under the name, with its password where it belongs to somebody. */
async function comeInAs(
  context: ActionContext,
  session: Session,
  rooms: () => readonly RoomWire[] | null,
): Promise<Result<Arrival, CallFailure>> {
  for (;;) {
    const came = await comeInFirst(context, session, rooms)
    if (came.ok || came.error.code !== 'name-protected') return came
    const isFirst = session.passwords.name === null
    const password = await askPassword(context, {
      of: 'name',
      owner: session.name,
      problem: isFirst ? null : asSentence(came.error.message),
    })
    if (password === null) return came
    session.passwords.name = password
  }
}

/** The room of last time; if it is closed to us now, one that everybody may enter. */
async function comeInFirst(
  context: ActionContext,
  session: Session,
  rooms: () => readonly RoomWire[] | null,
): Promise<Result<Arrival, CallFailure>> {
  const last = context.platform.memory.lastRoom(session.server.origin)
  const came = await comeIn(context, session, last ?? fallbackRoom(rooms()))
  const other = fallbackRoom(rooms())
  return !came.ok && isClosedToUs(came.error) && last !== null && last !== other
    ? comeIn(context, session, other)
    : came
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
