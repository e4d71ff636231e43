import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import { otherOfDirect } from '#shared/domain/direct.ts'
import { events } from '#shared/protocol/events.ts'
import type { EventName } from '#shared/protocol/maps.ts'
import type { RoomWire } from '#shared/protocol/wire.ts'
import type { KeptServer } from '../platform/kept.ts'
import { waitingFor } from '../state/another-person.ts'
import type { AppState } from '../state/app-state.ts'
import { withProfiles } from '../state/profiles.ts'
import { EMPTY_STAY } from '../state/stay.ts'
import { handleCallEvents } from './call-events.ts'
import type { ActionContext, Session } from './context.ts'
import { forgetAttachedWith } from './attach.ts'
import type { Arrival } from './follow.ts'
import { keepHistory, keptConversations } from './kept-history.ts'
import { keepOutbox, stayKey, withKeptOutbox } from './kept-outbox.ts'
import { followStatus, settle } from './rejoin.ts'
import { handleServerEvents } from './server-events.ts'
import { endSession } from './session.ts'
import { handleVoiceEvents } from './voice-events.ts'
import { keepNotes } from './voice-notes.ts'

/** Events that wait until the window shows the server that they are about. */
export interface HeldEvents {
  /** The rooms that were told so far. */
  rooms(): readonly RoomWire[] | null
  /** Tells them all again, through the ordinary handlers, so that there is one way in. */
  replay(): void
}

/** The line itself answers these. */
const NOT_HELD: readonly EventName[] = ['server:closing', 'session:ended', 'error']

/**
 * What the server tells before it let us in waits, because until then the window still shows another
 * server, or none.
 */
export function holdEvents({ connection }: Session): HeldEvents {
  const held: (() => void)[] = []
  let rooms: readonly RoomWire[] | null = null
  const names = (Object.keys(events) as EventName[]).filter((name) => !NOT_HELD.includes(name))
  const stops = names.map((name) =>
    connection.on(name, (payload) => held.push(() => connection.replay(name, payload))),
  )
  stops.push(
    connection.on('rooms:list', (told) => {
      rooms = told
    }),
  )
  return {
    rooms: () => rooms,
    replay() {
      for (const stop of stops) stop()
      for (const tell of held.splice(0)) tell()
    },
  }
}

/** The window shows this server from now on: what is kept of it, brought up to date. */
export function beginStay(
  context: ActionContext,
  session: Session,
  came: Arrival,
  held: HeldEvents,
): void {
  const { you, room } = came.joined
  const kept = context.platform.memory.keptServer(stayKey(session.server.origin, session.name))
  // Somebody else by the same name, on a server that forgot us: what was said is not theirs to read.
  const isSamePerson = kept?.me.id === you.id
  const former = kept && !isSamePerson ? kept.me.id : null
  begin(context, session, former, {
    me: you,
    openRoom: lastOpen(context, session, came) ?? room.id,
    presentRoom: room.id,
    ...(isSamePerson && kept && knownFrom(kept)),
    ...(isSamePerson && { conversations: keptIn(context, session) }),
  })
  held.replay()
  settle(context, session, came)
}

/** The window shows a server that is away, as it was when it was last seen. */
export function beginAwayStay(context: ActionContext, session: Session, kept: KeptServer): void {
  const { origin } = session.server
  const { rooms, privateRooms, me, openRoom } = kept
  begin(context, session, null, {
    me,
    rooms,
    privateRooms,
    openRoom,
    presentRoom: context.platform.memory.lastRoom(origin),
    people: [],
    ...knownFrom(kept),
    conversations: keptIn(context, session),
    link: { phase: 'connecting', server: session.server },
  })
}

const knownFrom = ({ profiles, summaries }: KeptServer): Partial<AppState> => ({
  profiles: withProfiles(new Map(), profiles),
  summaries: new Map(summaries.map((summary) => [summary.roomId, summary])),
})

const keptIn = (context: ActionContext, { server, name }: Session): AppState['conversations'] =>
  keptConversations(context, stayKey(server.origin, name))

/** The direct conversation that was on the screen last, if it is one of those we have. */
function lastOpen(
  { platform }: ActionContext,
  { server }: Session,
  { joined, conversations }: Arrival,
): RoomId | null {
  const last = platform.memory.lastDirect(server.origin)
  const isOurs = last !== null && otherOfDirect(last, joined.you.id) !== null
  return isOurs && conversations.some(({ roomId }) => roomId === last) ? last : null
}

/** @param former who waited to send something under this name, if that was somebody else */
function begin(
  context: ActionContext,
  session: Session,
  former: PersonId | null,
  known: Partial<AppState> & Pick<AppState, 'me'>,
): void {
  endSession(context)
  context.current.session = session
  const { server, name } = session
  const key = stayKey(server.origin, name)
  const waiting = withKeptOutbox(context, key, known.conversations ?? new Map())
  const isAnother = former !== null && known.me !== null
  context.store.setState(({ view }) => ({
    ...EMPTY_STAY,
    link: { phase: 'online', server },
    ...known,
    conversations: isAnother ? waitingFor(waiting, { from: former, to: known.me.id }) : waiting,
    view: { ...view, screen: 'server', drawer: null },
  }))
  keepOutbox(context, session, key)
  keepNotes(context, session, key)
  forgetAttachedWith(context, session)
  keepHistory(context, session, key)
  handleServerEvents(context, session)
  handleVoiceEvents(context, session)
  handleCallEvents(context, session)
  followStatus(context, session)
}
