import type { PersonId } from '#shared/domain/ids.ts'
import { callRoleOf } from '../state/calls.ts'
import { groupIdOf } from '../state/group-calls.ts'
import { enterCall, resumeCall, THIS_CLIENT } from './call-course.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'
import { sendTo } from './outbox.ts'
import { changeCalls, withoutCall } from './call-part.ts'
import { isCurrent } from './session.ts'
import { leaveVoice } from './voice.ts'

/** Calls somebody, who is asked on all their devices. */
export async function callPerson(context: ActionContext, personId: PersonId): Promise<void> {
  const { store, current } = context
  const { session } = current
  if (!session) return showNotice(context, 'There is no connection to a server.', 'problem')
  const { calls, me } = store.getState()
  const role = callRoleOf(calls, me?.id)
  // Calling back whoever is calling is answering.
  if (role === 'called' && calls.call?.caller.id === personId) return acceptCall(context)
  if (calls.isAsking) return
  const isInCall = role !== null || groupIdOf(store.getState()) !== null
  if (isInCall) return showNotice(context, 'There is a call already.', 'problem')
  changeCalls(context, () => ({ isAsking: true }))
  await leaveVoice(context)
  void context.voice.openMicrophone()
  const asked = await session.connection.call('call:request', { to: personId, ...THIS_CLIENT })
  if (!isCurrent(context, session)) return
  enterCall(context, session, asked)
}

/** Answers the call that rings, on this device. */
export async function acceptCall(context: ActionContext): Promise<void> {
  const { store, current } = context
  const { session } = current
  const { calls, me } = store.getState()
  const { call } = calls
  if (!session || !call || calls.isAsking || callRoleOf(calls, me?.id) !== 'called') return
  changeCalls(context, () => ({ isAsking: true }))
  await leaveVoice(context)
  void context.voice.openMicrophone()
  const to = call.caller.id
  const asked = await session.connection.call('call:accept', {
    ...{ to, callId: call.id, ...THIS_CLIENT },
  })
  if (!isCurrent(context, session)) return
  enterCall(context, session, asked)
}

/** Neither hears the other until one goes on. What follows from it is done where the state is watched. */
export function toggleHold(context: ActionContext): void {
  const { calls, me } = context.store.getState()
  if (!calls.call || callRoleOf(calls, me?.id) !== 'talking') return
  const isOnHold = !calls.isOnHold
  changeCalls(context, () => ({ isOnHold }))
  context.platform.memory.rememberHeldCall(isOnHold ? calls.call.id : null)
}

/** Takes the call over from another device of ours. */
export async function takeCallOver(context: ActionContext): Promise<void> {
  const { session } = context.current
  const { calls } = context.store.getState()
  if (!session || !calls.call) return
  await leaveVoice(context)
  void context.voice.openMicrophone()
  await resumeCall(context, session, calls.call)
}

/** Declines the call that rings, with some words into the conversation if there are any. */
export async function declineCall(context: ActionContext, text: string | null): Promise<void> {
  const { session } = context.current
  const { calls, me } = context.store.getState()
  const { call } = calls
  if (!session || !call || callRoleOf(calls, me?.id) !== 'called') return
  changeCalls(context, withoutCall)
  if (text !== null) sendTo(context, call.roomId, { text, replyTo: null })
  await session.connection.call('call:reject', { to: call.caller.id, callId: call.id })
}
