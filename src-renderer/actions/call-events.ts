import type { CallId } from '#shared/domain/ids.ts'
import { createScope, type Undo } from '#shared/lib/scope.ts'
import type { RingCommand } from '#shared/ipc/ringing.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { AppState } from '../state/app-state.ts'
import { selectCallRole } from '../state/call-selectors.ts'
import { newerCall, NO_CALL, otherOf } from '../state/calls.ts'
import { groupCallOf, groupCallTitle, groupIdOf } from '../state/group-calls.ts'
import { roomOfLink } from '../state/voice.ts'
import {
  adoptCall,
  enterCall,
  forgetCall,
  hangUp,
  leave,
  resumeCall,
  tellMedia,
  THIS_CLIENT,
} from './call-course.ts'
import { followPictures, stopSharing } from './call-pictures.ts'
import { onSignal } from './call-signals.ts'
import { acceptCall, declineCall } from './calls.ts'
import type { ActionContext, Session } from './context.ts'
import { followGroupCalls, moveToGroup } from './group-calls.ts'
import { isOwnInvitation, noteInvitation } from './invitations.ts'
import { watchForLoss } from './lost-call.ts'
import { showNotice } from './notices.ts'
import { changeCalls, endUnheard, partOf, placeOf } from './call-part.ts'
import { isCurrent } from './session.ts'
import { toggleMute } from './voice-sound.ts'

/** How often it is heard that it rings at the other end, in milliseconds. */
const RINGING_EVERY_MS = 3_000

/** Connects calls with what rings and what is shown of them, for as long as the app runs. */
export function followCalls(context: ActionContext): Undo {
  const { store, platform } = context
  const scope = createScope()
  let waiting: ReturnType<typeof setInterval> | undefined
  scope.add(followPictures(context))
  scope.add(watchForLoss(context))
  scope.add(followGroupCalls(context))
  const ringBack = (): void => context.voice.chime('calling')
  scope.add(() => clearInterval(waiting))
  scope.add(
    store.subscribe((state, before) => {
      const isCalling = selectCallRole(state) === 'calling'
      if (isCalling !== (selectCallRole(before) === 'calling')) {
        clearInterval(waiting)
        if (isCalling) ringBack()
        waiting = isCalling ? setInterval(ringBack, RINGING_EVERY_MS) : undefined
      }
      handleChange(context, state, before)
    }),
  )
  scope.add(
    platform.ringing.onAnswer((answer) => {
      if (store.getState().calls.call?.id !== answer.callId) return
      void (answer.kind === 'accept' ? acceptCall(context) : declineCall(context, answer.text))
    }),
  )
  scope.add(
    platform.ringing.onCommand((command) => {
      if (placeOf(context) === null) return
      obey(context, command)
    }),
  )
  scope.add(
    context.wakeSignals(() => {
      const line = partOf(context)?.line
      if (line && !line.isAlive()) line.restart()
    }),
  )
  return () => scope.close()
}

function handleChange(context: ActionContext, state: AppState, before: AppState): void {
  if (ringingIn(state)?.id !== ringingIn(before)?.id) tellRinging(context, state)
  if (isShownOtherwise(state, before)) void context.platform.ringing.show(shownIn(state))
  const isHeard = ({ voice }: AppState): boolean => !voice.isMuted && !voice.isDeafened
  const isOtherHold = state.calls.isOnHold !== before.calls.isOnHold
  if (state.calls.isHere && (isHeard(state) !== isHeard(before) || isOtherHold)) {
    void tellMedia(context)
  }
  // Stepping into the voice of a room is leaving the call: one talks in one place.
  const isInRoom = roomOfLink(state.voice.link) !== null
  if (isInRoom && roomOfLink(before.voice.link) === null && partOf(context)) void hangUp(context)
}

function tellRinging({ platform }: ActionContext, state: AppState): void {
  const ringing = ringingIn(state)
  void platform.ringing.ring(ringing && incomingOf(ringing))
}

const incomingOf = ({ id, caller, group }: CallWire) => ({
  callId: id,
  from: caller.name,
  others: (group?.people ?? []).map(({ name }) => name),
})

/** What rings on this device. Who does not want to be disturbed is not. */
function ringingIn(state: AppState): CallWire | null {
  const isCalled = selectCallRole(state) === 'called'
  return isCalled && state.me?.availability !== 'dnd' ? state.calls.call : null
}

const isShownOtherwise = (state: AppState, before: AppState): boolean =>
  isGroupOtherwise(state, before) ||
  state.calls.call !== before.calls.call ||
  state.calls.isHere !== before.calls.isHere ||
  state.calls.own !== before.calls.own ||
  ((state.calls.isHere || groupIdOf(state) !== null) &&
    (state.voice.isMuted !== before.voice.isMuted ||
      state.voice.isDeafened !== before.voice.isDeafened))

function isGroupOtherwise(state: AppState, before: AppState): boolean {
  if (groupIdOf(state) === null && groupIdOf(before) === null) return false
  return state.voice.link !== before.voice.link || state.voice.rooms !== before.voice.rooms
}

function shownIn(state: AppState) {
  const { calls, me, voice } = state
  const { call, isHere } = calls
  const group = groupCallOf(state)
  if (group) {
    return {
      with: groupCallTitle(group),
      phase: group.phase === 'in' ? ('connected' as const) : ('connecting' as const),
      since: group.since,
      isMuted: voice.isMuted || voice.isDeafened,
      isSharing: calls.own.screen,
    }
  }
  if (!call || !isHere || call.phase === 'ended') return null
  return {
    with: otherOf(call, me?.id).name,
    phase: call.phase === 'ringing' ? ('calling' as const) : call.phase,
    since: call.connectedAt,
    isMuted: voice.isMuted || voice.isDeafened,
    isSharing: calls.own.screen,
  }
}

function obey(context: ActionContext, command: RingCommand): void {
  switch (command) {
    case 'hang-up':
      return void hangUp(context)
    case 'toggle-mute':
      return toggleMute(context)
    case 'stop-sharing':
      return stopSharing(context)
  }
}

/** What the server tells about calls, for as long as the session lasts. */
export function handleCallEvents(context: ActionContext, session: Session): void {
  const { connection, scope } = session
  scope.add(connection.on('call:changed', (call) => adoptCall(context, call)))
  scope.add(connection.on('call:incoming', ({ call }) => adoptCall(context, call)))
  scope.add(connection.on('call:accepted', ({ call }) => adoptCall(context, call)))
  scope.add(
    onSignal(session, (callId, signal) => {
      const part = partOf(context)
      if (part?.callId !== callId) return
      if (part.line) part.line.handle(signal)
      else part.early.push(signal)
    }),
  )
  scope.add(
    connection.on('call:state', ({ callId, from: _from, fromId: _fromId, ...media }) => {
      if (context.store.getState().calls.call?.id !== callId) return
      changeCalls(context, ({ other }) => ({ other: { ...other, ...media } }))
    }),
  )
  scope.add(() => {
    // Leaving the server is hanging up: it is told while the line is still there.
    if (partOf(context)) void hangUp(context)
    leave(context)
    changeCalls(context, () => NO_CALL)
  })
}

/** What the server said on coming in about the call that this person has. */
export function catchUpCall(context: ActionContext, session: Session, told: CallWire | null): void {
  const { calls } = context.store.getState()
  const here = context.platform.memory.lastCall(session.server.origin)
  const wasHere = here !== null && here !== told?.id
  // Nothing is said of a group call: it occupies nobody.
  if (wasHere && told === null) void lookForCall(context, session, here)
  else if (wasHere) tellOver(context, session, here)
  else if (calls.call && calls.call.id !== told?.id) forgetCall(context, calls.call)
  if (told && told.phase !== 'ended') takeUp(context, session, told)
  // A page that was loaded again says anew what rings, and that nothing does.
  const state = context.store.getState()
  tellRinging(context, state)
  void context.platform.ringing.show(shownIn(state))
}

/** The call in which this device was is over, or has become a group call meanwhile. */
async function lookForCall(
  context: ActionContext,
  session: Session,
  callId: CallId,
): Promise<void> {
  const { memory } = context.platform
  const asked = await session.connection.call('call:resume', { callId, ...THIS_CLIENT })
  // It was hung up meanwhile.
  if (!isCurrent(context, session) || memory.lastCall(session.server.origin) !== callId) return
  if (asked.ok && asked.value.call.phase !== 'ended') {
    changeCalls(context, () => ({ isOnHold: memory.heldCall() === callId }))
    return enterCall(context, session, asked)
  }
  // The next one who comes in asks again.
  if (asked.ok || asked.error.code !== 'offline') tellOver(context, session, callId)
}

/** Over, without our having heard of it. */
function tellOver(context: ActionContext, session: Session, callId: CallId): void {
  const { calls, me } = context.store.getState()
  const other = calls.call?.id === callId ? otherOf(calls.call, me?.id) : null
  showNotice(
    context,
    other ? `The call with ${other.name} is over.` : 'The call was over before this page was back.',
  )
  forgetCall(context, { id: callId })
  context.platform.memory.rememberCall(session.server.origin, null)
}

function takeUp(context: ActionContext, session: Session, told: CallWire): void {
  if (endUnheard(context, told)) return
  const { memory } = context.platform
  const wasHere =
    partOf(context)?.callId === told.id || memory.lastCall(session.server.origin) === told.id
  if (!wasHere && isOwnInvitation(context.store.getState(), told)) {
    return noteInvitation(context, told)
  }
  const isOnHold = wasHere && memory.heldCall() === told.id
  if (told.group && told.phase !== 'ringing') {
    // It became a group call while this device did not hear of it.
    if (wasHere) moveToGroup(context, session, told, isOnHold)
    else forgetCall(context, told)
    return
  }
  changeCalls(context, ({ call }) => ({ call: newerCall(call, told), isOnHold }))
  if (wasHere) void resumeCall(context, session, told)
}
