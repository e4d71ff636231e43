import type { CallId, PersonId } from '#shared/domain/ids.ts'
import { directIdOf } from '#shared/domain/direct.ts'
import type { Result } from '#shared/lib/result.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { CallFailure } from '../client/call-failure.ts'
import type { CallLine, CallSignal } from '../media/call-line.ts'
import type { OwnPictures } from '../media/call-pictures.ts'
import {
  isSilentByHold,
  isWorthAMessage,
  newerCall,
  NO_CALL,
  otherOf,
  ownEndOf,
  wordsForEnd,
  type CallsOfApp,
} from '../state/calls.ts'
import { roomOfLink } from '../state/voice.ts'
import { asSentence } from './as-sentence.ts'
import { tellSignal } from './call-signals.ts'
import { findCallWays } from './call-ways.ts'
import type { ActionContext, Session } from './context.ts'
import { openDirect } from './direct.ts'
import { offerInNotice, showNotice } from './notices.ts'
import { isCurrent } from './session.ts'
import { startNote } from './voice-notes.ts'

/** A call whose sound is gone for so long is over, in milliseconds. */
const FAILED_AFTER_MS = 20_000

/** A call that this device is in or comes into. */
interface Part {
  readonly callId: CallId
  line: CallLine | null
  /** What the other device told before the line was there. */
  readonly early: CallSignal[]
  /** The connection of this device to the server, as the server calls it; null while it says so anew. */
  device: string | null
  failing: ReturnType<typeof setTimeout> | undefined
}

const parts = new WeakMap<ActionContext, Part>()

/** The call that was hung up while the server could not hear it. */
const unheardEnds = new WeakMap<ActionContext, CallId>()

/** What this device has to do with the present call. */
export const partOf = (context: ActionContext): Part | null => parts.get(context) ?? null

export function changeCalls(
  { store }: ActionContext,
  change: (calls: CallsOfApp) => Partial<CallsOfApp>,
): void {
  store.setState(({ calls }) => ({ calls: { ...calls, ...change(calls) } }))
}

/** Ends the call for both, whatever it was doing. */
export async function hangUp(context: ActionContext, hasFailed = false): Promise<void> {
  const { call } = context.store.getState().calls
  if (!call) return
  leave(context)
  changeCalls(context, () => NO_CALL)
  context.voice.chime('out')
  await endAtServer(context, call, hasFailed)
}

/**
 * The page goes. In the app that is quitting, and the other one should not wait for a device that does not
 * come back; a tab may be loaded again.
 */
export function endCallOnQuitting(context: ActionContext): void {
  if (context.platform.appInfo !== null && partOf(context)) void hangUp(context)
}

async function endAtServer(
  context: ActionContext,
  call: CallWire,
  hasFailed: boolean,
): Promise<void> {
  const to = otherOf(call, context.store.getState().me?.id).id
  unheardEnds.set(context, call.id)
  const { session } = context.current
  const told = await session?.connection.call('call:end', { to, callId: call.id, hasFailed })
  if (told?.ok && unheardEnds.get(context) === call.id) unheardEnds.delete(context)
}

/** Ends a call that was hung up while the server was away. @returns whether it is such a one */
export function endUnheard(context: ActionContext, call: CallWire): boolean {
  if (unheardEnds.get(context) !== call.id) return false
  void endAtServer(context, call, false)
  return true
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

function takePart(context: ActionContext, session: Session, call: CallWire, isBack = false): Part {
  const { me } = context.store.getState()
  const known = partOf(context)
  const part: Part =
    known?.callId === call.id
      ? known
      : { ...{ callId: call.id, line: null, early: [] }, device: null, failing: undefined }
  part.device = ownEndOf(call, me?.id).device
  parts.set(context, part)
  context.platform.memory.rememberCall(session.server.origin, call.id)
  changeCalls(context, ({ call: before }) => ({ call: newerCall(before, call), isHere: true }))
  if (call.phase !== 'ringing') openLine(context, session, part, isBack)
  return part
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
  line.on('tracks', context.pictures.receive)
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

const NO_PICTURES: OwnPictures = { camera: null, screen: null }

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
  if (!session || !isHere || !call || call.phase === 'ringing' || call.phase === 'ended') return
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
  const asked = await session.connection.call('call:resume', { callId: call.id, tellsMedia: true })
  if (!isCurrent(context, session)) return
  if (!asked.ok) return asked.error.code === 'offline' ? undefined : forgetCall(context, call)
  const line = before?.line
  takePart(context, session, asked.value.call, true)
  if (!line) return
  // What was told meanwhile was lost.
  if (!line.isAlive()) line.restart()
  else void tellConnected(context, session, call.id)
}

/** The call as the server tells it; what follows from it is done here. */
export function adoptCall(context: ActionContext, told: CallWire): void {
  const { store, current } = context
  const { calls, me } = store.getState()
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
    changeCalls(context, () => ({ ...NO_CALL, call: told }))
    return showNotice(context, 'The call goes on on your other device.')
  }
  changeCalls(context, () =>
    calls.call?.id === told.id ? { call: told } : { ...NO_CALL, call: told },
  )
  if (part?.callId === told.id && told.phase !== 'ringing' && current.session) {
    openLine(context, current.session, part)
  }
}

/** Another device of ours has taken it. While this one comes back, it is not known which is ours. */
const isElsewhere = (part: Part, device: string | null): boolean =>
  part.device !== null && device !== null && device !== part.device

/** It is over, or nothing is known of it any more. */
export function forgetCall(context: ActionContext, { id }: Pick<CallWire, 'id'>): void {
  const { calls } = context.store.getState()
  const isTalking = partOf(context)?.callId === id
  if (isTalking) leave(context)
  if (calls.call?.id === id) changeCalls(context, () => NO_CALL)
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
  const part = partOf(context)
  parts.delete(context)
  clearTimeout(part?.failing)
  const { session } = context.current
  if (session) context.platform.memory.rememberCall(session.server.origin, null)
  if (!part) return
  context.pictures.closeAll()
  context.pictures.receive(null)
  closeSound(context)
}

/** Unless a room or a call has it by now. */
function closeSound(context: ActionContext): void {
  const isInRoom = roomOfLink(context.store.getState().voice.link) !== null
  if (!isInRoom && !partOf(context)) context.voice.disconnect()
}
