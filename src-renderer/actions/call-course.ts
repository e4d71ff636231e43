import type { CallId, PersonId } from '#shared/domain/ids.ts'
import { directIdOf } from '#shared/domain/direct.ts'
import type { Result } from '#shared/lib/result.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { CallFailure } from '../client/call-failure.ts'
import { NO_PICTURES, NOBODYS_PICTURES, type OwnPictures } from '../media/call-pictures.ts'
import {
  isAnswered,
  isSilentByHold,
  isWorthAMessage,
  newerCall,
  otherOf,
  ownEndOf,
  wordsForEnd,
} from '../state/calls.ts'
import { groupIdOf } from '../state/group-calls.ts'
import { roomOfLink } from '../state/voice.ts'
import { asSentence } from './as-sentence.ts'
import { tellSignal } from './call-signals.ts'
import { findCallWays } from './call-ways.ts'
import type { ActionContext, Session } from './context.ts'
import { openDirect } from './direct.ts'
import { moveToGroup } from './group-calls.ts'
import { cancelInvitations, isOwnInvitation, noteInvitation } from './invitations.ts'
import { offerInNotice, showNotice } from './notices.ts'
import {
  beginPart,
  changeCalls,
  endAtServer,
  endPart,
  isKnownOver,
  noteOver,
  partOf,
  placeOf,
  withoutCall,
  type Part,
} from './call-part.ts'
import { isCurrent } from './session.ts'
import { startNote } from './voice-notes.ts'
import { leaveVoice } from './voice.ts'

/** What the server is to know of this client. */
export const THIS_CLIENT = { tellsMedia: true, joinsGroups: true } as const

/** A call whose sound is gone for so long is over, in milliseconds. */
const FAILED_AFTER_MS = 20_000

/** Ends the call for both, whatever it was doing; whoever is in a group call leaves it. */
export async function hangUp(context: ActionContext, hasFailed = false): Promise<void> {
  const state = context.store.getState()
  if (groupIdOf(state) !== null) return leaveVoice(context)
  const { call } = state.calls
  if (!call) return
  leave(context)
  changeCalls(context, withoutCall)
  context.voice.chime('out')
  await endAtServer(context, call, hasFailed)
}

/**
 * The page goes. In the app that is quitting, and the other one should not wait for a device that does not
 * come back; a tab may be loaded again.
 */
export function endCallOnQuitting(context: ActionContext): void {
  if (context.platform.appInfo !== null && placeOf(context) !== null) void hangUp(context)
}

/** This device is in the call from now on, if the server says so. */
export function enterCall(
  context: ActionContext,
  session: Session,
  asked: Result<{ readonly call: CallWire }, CallFailure>,
): void {
  changeCalls(context, () => ({ isAsking: false }))
  if (!asked.ok) {
    closeSound(context)
    return showNotice(context, asSentence(asked.error.message), 'problem')
  }
  const { call } = asked.value
  if (call.phase === 'ended') {
    closeSound(context)
    return tellEnd(context, call)
  }
  takePart(context, session, call)
}

/** A call that leads into a group call goes on there once it is answered. */
function takePart(context: ActionContext, session: Session, call: CallWire, isBack = false): void {
  // The end came before the answer.
  if (isKnownOver(context, call.id)) return forgetCall(context, call)
  if (call.group && call.phase !== 'ringing') return moveToGroup(context, session, call)
  const { me } = context.store.getState()
  const part = beginPart(context, call.id)
  part.device = ownEndOf(call, me?.id).device
  context.platform.memory.rememberCall(session.server.origin, call.id)
  changeCalls(context, ({ call: before }) => ({ call: newerCall(before, call), isHere: true }))
  if (call.phase !== 'ringing') openLine(context, session, part, isBack)
}

/** The sound of the call; whoever called makes the offer, and whoever comes back into it. */
function openLine(context: ActionContext, session: Session, part: Part, isBack = false): void {
  if (part.line) return
  const { calls, me } = context.store.getState()
  const { call } = calls
  if (!call) return
  const isCaller = call.caller.id === me?.id
  const other = otherOf(call, me?.id).id
  const line = context.voice.call(other, {
    ...{ isPolite: !isCaller, pictures: () => picturesToSend(context) },
    findWays: () => findCallWays(session, { to: other, callId: call.id }),
  })
  part.line = line
  changeCalls(context, () => ({ line: 'connecting' }))
  line.on('tracks', ({ camera, screen }) =>
    context.pictures.receive(new Map([[other, { camera, screen }]])),
  )
  line.on('signal', (signal) => void tellSignal(session, { to: other, callId: call.id }, signal))
  line.on('code', (code) => changeCalls(context, () => ({ code })))
  line.on('state', (state) => {
    changeCalls(context, () => ({ line: state }))
    // A new connection that does not come up is no reason to wait any longer.
    if (state !== 'connecting') clearTimeout(part.failing)
    if (state === 'broken') {
      part.failing = setTimeout(() => void loseCall(context, part), FAILED_AFTER_MS)
    }
    if (state === 'connected') void tellConnected(context, session, call.id)
  })
  if (isCaller || isBack) line.start()
  for (const signal of part.early.splice(0)) line.handle(signal)
}

/** Nothing while the call is on hold; what was on goes on afterwards. */
function picturesToSend({ store, pictures }: ActionContext): OwnPictures {
  return isSilentByHold(store.getState().calls) ? NO_PICTURES : pictures.own()
}

/** Ends the call for both, as one that was lost. */
export async function loseCall(context: ActionContext, part: Part): Promise<void> {
  const { call } = context.store.getState().calls
  if (partOf(context) !== part || call?.id !== part.callId) return
  showNotice(context, `The call with ${partnerName(context, call)} was lost.`, 'problem')
  await hangUp(context, true)
}

const partnerName = ({ store }: ActionContext, call: CallWire): string =>
  otherOf(call, store.getState().me?.id).name

async function tellConnected(
  context: ActionContext,
  session: Session,
  callId: CallId,
): Promise<void> {
  const { calls, me } = context.store.getState()
  if (!calls.call || calls.call.id !== callId) return
  const to = otherOf(calls.call, me?.id).id
  void tellMedia(context)
  const told = await session.connection.call('call:connected', { to, callId })
  if (told.ok) adoptCall(context, told.value.call)
}

/** Tells the other device whether one is heard and seen. */
export async function tellMedia(context: ActionContext): Promise<void> {
  const { calls, me, voice } = context.store.getState()
  const { session } = context.current
  const { call, isHere, isOnHold, own } = calls
  if (!session || !isHere || !isAnswered(call)) return
  const to = otherOf(call, me?.id).id
  const isMuted = voice.isMuted || voice.isDeafened
  const seen = { isCameraOn: own.camera, isSharing: own.screen }
  await session.connection.call('call:state', { to, callId: call.id, isMuted, isOnHold, ...seen })
}

/** This device was in the call before its line to the server broke, or the page was loaded again. */
export async function resumeCall(
  context: ActionContext,
  session: Session,
  call: CallWire,
): Promise<void> {
  const before = partOf(context)
  if (before) before.device = null
  void context.voice.openMicrophone()
  const asked = await session.connection.call('call:resume', { callId: call.id, ...THIS_CLIENT })
  if (!isCurrent(context, session)) return
  if (!asked.ok) return asked.error.code === 'offline' ? undefined : forgetCall(context, call)
  const line = before?.line
  takePart(context, session, asked.value.call, true)
  if (!line || partOf(context) !== before) return
  // What was told meanwhile was lost.
  if (!line.isAlive()) line.restart()
  else void tellConnected(context, session, call.id)
}

/** The call as the server tells it; what follows from it is done here. */
export function adoptCall(context: ActionContext, told: CallWire): void {
  const { store, current } = context
  const { calls, me } = store.getState()
  if (told.phase === 'ended') noteOver(context, told.id)
  else if (isKnownOver(context, told.id)) return
  if (isOwnInvitation(store.getState(), told)) return noteInvitation(context, told)
  const call = newerCall(calls.call, told)
  if (call !== told || call === calls.call) return
  if (told.phase === 'ended') {
    const wasMine = calls.isHere || calls.call?.caller.id === me?.id
    forgetCall(context, told)
    if (wasMine) tellEnd(context, told)
    return
  }
  const part = partOf(context)
  if (part && part.callId !== told.id) leave(context)
  if (part?.callId === told.id && isElsewhere(part, ownEndOf(told, me?.id).device)) {
    leave(context)
    changeCalls(context, (before) => ({ ...withoutCall(before), call: told.group ? null : told }))
    return showNotice(context, 'The call goes on on your other device.')
  }
  if (told.group && told.phase !== 'ringing') return adoptGroup(context, told)
  changeCalls(context, (before) =>
    calls.call?.id === told.id ? { call: told } : { ...withoutCall(before), call: told },
  )
  if (part?.callId === told.id && told.phase !== 'ringing' && current.session) {
    openLine(context, current.session, part)
  }
}

/** A call of two has become a group call, or one that leads into one was answered somewhere. */
function adoptGroup(context: ActionContext, told: CallWire): void {
  const { session } = context.current
  if (session && partOf(context)?.callId === told.id) return moveToGroup(context, session, told)
  // It is another device of ours that is in it.
  if (context.store.getState().calls.call?.id === told.id) changeCalls(context, withoutCall)
}

/** Another device of ours has taken it. While this one comes back, it is not known which is ours. */
const isElsewhere = (part: Part, device: string | null): boolean =>
  part.device !== null && device !== null && device !== part.device

/** It is over, or nothing is known of it any more. */
export function forgetCall(context: ActionContext, { id }: Pick<CallWire, 'id'>): void {
  const { calls } = context.store.getState()
  const isTalking = partOf(context)?.callId === id
  if (isTalking) leave(context)
  if (calls.call?.id === id) changeCalls(context, withoutCall)
  if (isTalking) context.voice.chime('out')
}

function tellEnd(context: ActionContext, call: CallWire): void {
  const { me } = context.store.getState()
  const words = wordsForEnd(call, me)
  if (words === null) return
  const other = otherOf(call, me?.id)
  if (!isWorthAMessage(call) || context.createNoteRecorder === null) {
    return showNotice(context, words, call.reason === 'failed' ? 'problem' : 'info')
  }
  offerInNotice(context, words, {
    doing: 'Leave a voice message',
    act: () => void leaveVoiceMessage(context, other.id),
  })
}

/** Opens the conversation with somebody and records for it, in one step. */
export async function leaveVoiceMessage(context: ActionContext, personId: PersonId): Promise<void> {
  const { me } = context.store.getState()
  if (!me) return
  await openDirect(context, personId)
  if (context.store.getState().openRoom !== directIdOf(me.id, personId)) return
  await startNote(context)
}

/** This device has nothing to do with the call any more; what the server thinks is another matter. */
export function leave(context: ActionContext): void {
  if (!endPart(context)) return
  cancelInvitations(context)
  changeCalls(context, () => ({ screens: null }))
  context.pictures.closeAll()
  context.pictures.receive(NOBODYS_PICTURES)
  closeSound(context)
}

/** Unless a room or a call has it by now. */
function closeSound(context: ActionContext): void {
  const isInRoom = roomOfLink(context.store.getState().voice.link) !== null
  if (!isInRoom && !partOf(context)) context.voice.disconnect()
}
