import type { CallId, PersonId } from '#shared/domain/ids.ts'
import { askServer } from './ask-server.ts'
import { endCallOnQuitting, hangUp, leaveVoiceMessage } from './call-part.ts'
import { acceptCall, callPerson, declineCall, takeCallOver, toggleHold } from './calls.ts'
import type { ActionContext } from './context.ts'

/** The verbs of calls, to be among all the others. */
export const callVerbs = (context: ActionContext) => ({
  /** Calls somebody, who is asked on all their devices; asks for the microphone the first time. */
  callPerson: (person: PersonId) => callPerson(context, person),
  acceptCall: () => acceptCall(context),
  /** With words for whoever called, or without. */
  declineCall: (text: string | null) => declineCall(context, text),
  hangUp: () => hangUp(context),
  endCallOnQuitting: () => endCallOnQuitting(context),
  /** Puts the other one aside for a while, or goes on with them. */
  toggleHold: () => toggleHold(context),
  /** From another device of ours. */
  takeCallOver: () => takeCallOver(context),
  /** The calls that are over, the newest first. @param before the oldest one known */
  loadCalls: (filter: 'all' | 'missed', before?: CallId) =>
    askServer(context, 'calls:list', { filter, ...(before && { before }) }),
  /** Opens the conversation with somebody and records for it. */
  leaveVoiceMessage: (person: PersonId) => leaveVoiceMessage(context, person),
})
