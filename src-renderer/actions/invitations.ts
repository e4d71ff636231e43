import { groupCallIdOf } from '#shared/domain/group-calls.ts'
import type { CallId, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { AppState } from '../state/app-state.ts'
import { newerCall, otherOf, wordsForEnd } from '../state/calls.ts'
import { groupIdOf, selectGroupCall } from '../state/group-calls.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext, Session } from './context.ts'
import { showNotice } from './notices.ts'
import { changeCalls } from './call-part.ts'
import { isCurrent } from './session.ts'

/** Asks somebody into the call that this device is in, of two or more. */
export async function invitePerson(context: ActionContext, personId: PersonId): Promise<void> {
  const { store, current } = context
  const { session } = current
  const state = store.getState()
  if (!session) return showNotice(context, 'There is no connection to a server.', 'problem')
  const groupId = placeToInviteInto(state)
  if (groupId === null) {
    return showNotice(context, 'Somebody can be added once the call is connected.', 'problem')
  }
  if (state.calls.invited.some(({ callee }) => callee.id === personId)) return
  if (isThere(state, personId)) return showNotice(context, 'They are in the call already.')
  const asked = await session.connection.call('call:invite', { to: personId, groupId })
  if (!isCurrent(context, session)) return
  if (!asked.ok) return showNotice(context, asSentence(asked.error.message), 'problem')
  const { call } = asked.value
  if (call.phase === 'ended') return tellEnd(context, call)
  // The call was left while the server was asked.
  if (!isHere(store.getState(), call)) return cancel(session, call)
  noteInvitation(context, call)
}

/** Nobody is to be rung for it any more. */
export function cancelInvitation(context: ActionContext, callId: CallId): void {
  const { session } = context.current
  const { invited } = context.store.getState().calls
  const call = invited.find(({ id }) => id === callId)
  if (!call) return
  forget(context, callId)
  if (session) cancel(session, call)
}

/** Whoever leaves the call waits for nobody any more. */
export function cancelInvitations(context: ActionContext): void {
  for (const { id } of context.store.getState().calls.invited) cancelInvitation(context, id)
}

/** Whether this is about somebody whom we asked into a group call, from whichever device. */
export const isOwnInvitation = ({ me, calls }: AppState, call: CallWire): boolean =>
  call.group !== null && call.caller.id === me?.id && call.id !== calls.call?.id

/** What the server tells of somebody whom we asked into the call. */
export function noteInvitation(context: ActionContext, told: CallWire): void {
  const state = context.store.getState()
  const { invited } = state.calls
  const known = invited.find(({ id }) => id === told.id) ?? null
  if (known && newerCall(known, told) !== told) return
  if (told.phase === 'ringing') {
    if (!isHere(state, told)) return
    const next = known ? invited.map((it) => (it === known ? told : it)) : [...invited, told]
    return changeCalls(context, () => ({ invited: next }))
  }
  // An invitation that was answered is somebody who comes, until there is no way for the sound.
  const hasNotCome = told.reason === 'failed' && told.connectedAt === null && isHere(state, told)
  if (known) forget(context, told.id)
  if (told.phase === 'ended' && (known || hasNotCome)) tellEnd(context, told)
}

const forget = (context: ActionContext, callId: CallId): void =>
  changeCalls(context, ({ invited }) => ({ invited: invited.filter(({ id }) => id !== callId) }))

/** Nobody waits for it: it stops ringing by itself as well. */
const cancel = ({ connection }: Session, { id, callee }: CallWire): void =>
  void connection.call('call:end', { to: callee.id, callId: id })

function tellEnd(context: ActionContext, call: CallWire): void {
  const words = wordsForEnd(call, context.store.getState().me)
  if (words !== null) showNotice(context, words, call.reason === 'failed' ? 'problem' : 'info')
}

/** The group call that this device is in, or that its call of two would become. */
function placeOfInvitations(state: AppState): RoomId | null {
  const { call, isHere: isInCall } = state.calls
  return groupIdOf(state) ?? (call && isInCall ? groupCallIdOf(call.id) : null)
}

function placeToInviteInto(state: AppState): RoomId | null {
  const isIn = state.voice.link.phase === 'in' || state.calls.call?.phase === 'connected'
  return isIn ? placeOfInvitations(state) : null
}

const isHere = (state: AppState, { group }: CallWire): boolean =>
  group !== null && group.id === placeOfInvitations(state)

function isThere(state: AppState, personId: PersonId): boolean {
  const { call } = state.calls
  if (call && otherOf(call, state.me?.id).id === personId) return true
  return selectGroupCall(state)?.others.some(({ id }) => id === personId) === true
}
