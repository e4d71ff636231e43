import type { CallId, PersonId } from '#shared/domain/ids.ts'
import type { PictureName } from '#shared/domain/call-pictures.ts'
import { askServer } from './ask-server.ts'
import { endCallOnQuitting, hangUp, leaveVoiceMessage } from './call-course.ts'
import {
  cancelSharing,
  chooseCamera,
  shareScreen,
  shareThis,
  showPicture,
  stopSharing,
  toggleCamera,
} from './call-pictures.ts'
import { acceptCall, callPerson, declineCall, takeCallOver, toggleHold } from './calls.ts'
import type { ActionContext } from './context.ts'
import { cancelInvitation, invitePerson } from './invitations.ts'

/** The verbs of calls, to be among all the others. */
export const callVerbs = (context: ActionContext) => ({
  /** Calls somebody, who is asked on all their devices; asks for the microphone the first time. */
  callPerson: (person: PersonId) => callPerson(context, person),
  acceptCall: () => acceptCall(context),
  /** With words for whoever called, or without. */
  declineCall: (text: string | null) => declineCall(context, text),
  /** Leaves the call; one of two is over with that. */
  hangUp: () => hangUp(context),
  /** Asks somebody into the call that this device is in; with the first one it becomes a group call. */
  invitePerson: (person: PersonId) => invitePerson(context, person),
  /** @param call one of those in `calls.invited` */
  cancelInvitation: (call: CallId) => cancelInvitation(context, call),
  endCallOnQuitting: () => endCallOnQuitting(context),
  toggleCamera: () => toggleCamera(context),
  findCameras: () => context.pictures.findCameras(),
  chooseCamera: (id: string | null) => chooseCamera(context, id),
  /** Asks which screen or window, or lets the browser or the system ask. */
  shareScreen: () => shareScreen(context),
  /** @param id of one of those that were offered */
  shareThis: (id: string) => shareThis(context, id),
  cancelSharing: () => cancelSharing(context),
  stopSharing: () => stopSharing(context),
  /** Shows a picture of the call in this element until it is undone. */
  showPicture: (name: PictureName, element: HTMLVideoElement) =>
    showPicture(context, name, element),
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
