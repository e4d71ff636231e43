import { isGroupCall } from '#shared/domain/group-calls.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { VoiceAction, VoiceEndReason, VoiceStayId } from '#shared/domain/voice.ts'
import { backOffDelay } from '#shared/lib/back-off.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { CallFailure } from '../client/call-failure.ts'
import { selectRoom } from '../state/selectors.ts'
import { roomOfLink, SILENT, withVoicePeople, type VoiceLink } from '../state/voice.ts'
import { askServer } from './ask-server.ts'
import type { ActionContext, Session } from './context.ts'
import { sentenceForGroupJoin } from './group-call-words.ts'
import { showNotice } from './notices.ts'
import { isCurrent } from './session.ts'
import { iceServerFor } from './ice-server.ts'
import { changeVoice } from './voice-state.ts'
import { NOT_THROUGH, sentenceForJoin } from './voice-words.ts'

/** The first try is at once; after that as the line itself does it. */
const REJOIN = { firstMs: 500, mostMs: 15_000 }

/** So often a connection that does not come up is made anew before somebody is told. */
const JOIN_TRIES = 3

/**
 * Steps into the voice of a room or of a group call, out of any other.
 *
 * @param isBack a page that was loaded again does, where it was before
 */
export async function joinVoice(
  context: ActionContext,
  roomId: RoomId,
  isBack = false,
): Promise<void> {
  const { session } = context.current
  const { link } = context.store.getState().voice
  if (link.phase !== 'out' && link.roomId === roomId) return
  if (!session) return showNotice(context, 'There is no connection to a server.', 'problem')
  if (link.phase === 'in') tellLeft(session, link.stay)
  context.voice.hangUp()
  const joining: VoiceLink = { phase: 'joining', roomId }
  enter(context, joining)
  // Not waited for: whoever has to be asked first can listen meanwhile.
  void context.voice.openMicrophone()
  let joined = await connect(context, session, joining)
  for (let tries = 1; tries < JOIN_TRIES && hasMissed(joined); tries += 1) {
    joined = await connect(context, session, joining)
  }
  if (!isStill(context, joining)) return
  if (joined.ok) return arrive(context, session, joining, joined.value)
  // The call that led there is not one that was hung up.
  quit(context, isGroupCall(roomId) ? 'lost' : null)
  showNotice(context, whyNot(context, roomId, joined.error, isBack), 'problem')
}

function whyNot(
  context: ActionContext,
  roomId: RoomId,
  failure: CallFailure,
  isBack = false,
): string {
  if (!isGroupCall(roomId)) return sentenceForJoin(failure, nameOf(context, roomId))
  return sentenceForGroupJoin(failure, isBack)
}

export async function leaveVoice(context: ActionContext): Promise<void> {
  const { link } = context.store.getState().voice
  const { session } = context.current
  if (link.phase === 'out') return
  // First of all: of a page that goes, what takes longer may not be heard any more.
  const told =
    link.phase === 'in' ? session?.connection.call('voice:leave', { stay: link.stay }) : undefined
  if (link.phase === 'in') context.voice.chime('out')
  quit(context, null)
  await told
}

/** Out of voice, with everything closed that was open for it. */
export function quit(context: ActionContext, because: VoiceEndReason | null): void {
  const { session } = context.current
  context.voice.disconnect()
  if (session) context.platform.memory.rememberVoice(session.server.origin, null)
  enter(context, { phase: 'out', because })
}

/** Comes back into the same room for as long as it takes, until somebody does something else. */
export async function rejoinVoice(
  context: ActionContext,
  session: Session,
  roomId: RoomId,
): Promise<void> {
  const rejoining: VoiceLink = { phase: 'rejoining', roomId }
  enter(context, rejoining)
  for (let attempt = 0; isStill(context, rejoining); attempt += 1) {
    // While the line is away there is nobody to ask; whoever brings it back calls this again.
    if (session.room === null) return
    void context.voice.openMicrophone()
    const joined = await connect(context, session, rejoining)
    if (!isStill(context, rejoining)) return
    if (joined.ok) return arrive(context, session, rejoining, joined.value)
    if (!isPassing(joined.error)) {
      quit(context, 'lost')
      showNotice(context, whyNot(context, roomId, joined.error), 'problem')
      return
    }
    const delay = backOffDelay(attempt, REJOIN, context.random())
    await untilRetry(context, Math.max(delay, joined.error.retryAfter ?? 0))
  }
}

/** Waits so long, or until something says that waiting makes no sense any more. */
const untilRetry = (context: ActionContext, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const timer = setTimeout(go, milliseconds)
    const stop = context.wakeSignals(go)
  })

/** The way in: what the server offers is answered, and sound comes through. */
async function connect(
  context: ActionContext,
  session: Session,
  link: VoiceLink & { readonly roomId: RoomId },
): Promise<Result<VoiceStayId, CallFailure>> {
  const { roomId } = link
  const { isMuted, isDeafened } = context.store.getState().voice
  const joined = await session.connection.call('voice:join', { roomId, isMuted, isDeafened })
  if (!joined.ok) return joined
  const { stay, offer, people } = joined.value
  const relay = iceServerFor(session.server.origin, joined.value.relay)
  const giveUp = (failure: CallFailure): Result<VoiceStayId, CallFailure> => {
    tellLeft(session, stay, isComingBack(context, roomId))
    return fail(failure)
  }
  if (!isStill(context, link)) return giveUp(OVERTAKEN)
  changeVoice(context, ({ rooms }) => ({ rooms: withVoicePeople(rooms, roomId, people) }))
  const { own } = context.pictures
  const answer = await context.voice.connect(offer, relay, own).then(succeed, fail)
  if (!isStill(context, link)) return giveUp(OVERTAKEN)
  if (!answer.ok) return giveUp(NOT_UNDERSTOOD)
  const answered = await session.connection.call('voice:answer', { stay, answer: answer.value })
  if (!answered.ok) return giveUp(answered.error)
  const isThrough = await context.voice.connected()
  if (!isStill(context, link)) return giveUp(OVERTAKEN)
  if (!isThrough) return giveUp({ code: 'timeout', message: NOT_THROUGH })
  const now = context.store.getState().voice
  // Somebody pressed a button meanwhile, when there was no stay yet that it could be said of.
  if (now.isMuted !== isMuted || now.isDeafened !== isDeafened) {
    const { isMuted, isDeafened } = now
    void session.connection.call('voice:state', { stay, isMuted, isDeafened })
  }
  return succeed(stay)
}

/** The server was there, and sound did not come through: now and then the two miss each other. */
const hasMissed = (joined: Result<VoiceStayId, CallFailure>): boolean =>
  !joined.ok && joined.error.code === 'timeout'

const NOT_UNDERSTOOD: CallFailure = {
  code: 'unreadable',
  message: 'The server offered a connection that this version of Parley does not understand.',
}

const OVERTAKEN: CallFailure = {
  code: 'conflict',
  message: 'Somebody did something else meanwhile',
}

function arrive(
  context: ActionContext,
  session: Session,
  { phase, roomId }: VoiceLink & { readonly roomId: RoomId },
  stay: VoiceStayId,
): void {
  enter(context, { phase: 'in', roomId, stay, since: context.now() })
  context.platform.memory.rememberVoice(session.server.origin, { roomId, at: context.now() })
  if (phase === 'joining') context.voice.chime('in')
}

function enter(context: ActionContext, link: VoiceLink): void {
  const isOut = link.phase === 'out'
  changeVoice(context, ({ quality, speaking }) => ({
    link,
    quality: isOut ? SILENT.quality : quality,
    speaking: link.phase === 'in' ? speaking : SILENT.speaking,
    ...(isOut && { level: 0, isTalkKeyHeld: false, isGlobalTalkHeld: false }),
  }))
}

/** Nobody waits for it: a stay that is not left ends by itself. */
const tellLeft = ({ connection }: Session, stay: VoiceStayId, comesBack = false): void =>
  void connection.call('voice:leave', comesBack ? { stay, comesBack } : { stay })

/** A group call is left by hanging up, not by a connection that does not come about. */
const isComingBack = ({ store }: ActionContext, roomId: RoomId): boolean =>
  isGroupCall(roomId) && roomOfLink(store.getState().voice.link) === roomId

/** Whether nothing else was done about voice since; each step makes an object of its own. */
const isStill = (context: ActionContext, link: VoiceLink): boolean =>
  context.store.getState().voice.link === link

export const nameOf = ({ store }: ActionContext, roomId: RoomId): string =>
  isGroupCall(roomId) ? 'the call' : (selectRoom(store.getState(), roomId)?.name ?? 'that room')

const isPassing = ({ code }: CallFailure): boolean =>
  code !== 'forbidden' && code !== 'not-found' && code !== 'room-full' && code !== 'invalid'

export async function moderateVoice(
  context: ActionContext,
  roomId: RoomId,
  userId: PersonId,
  action: VoiceAction,
): Promise<void> {
  const done = await askServer(context, 'voice:moderate', { roomId, userId, action })
  if (!done.ok) showNotice(context, done.error, 'problem')
}

/** Leaving the server leaves its voice: it is told while the line is still there. */
export function endVoice(context: ActionContext, session: Session): void {
  const { link } = context.store.getState().voice
  if (link.phase === 'in') tellLeft(session, link.stay)
  if (link.phase !== 'out' && isCurrent(context, session)) quit(context, null)
  changeVoice(context, () => ({ rooms: SILENT.rooms }))
}
