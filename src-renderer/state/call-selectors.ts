import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { PictureName } from '#shared/domain/call-pictures.ts'
import type { AppState } from './app-state.ts'
import {
  callRoleOf,
  isReconnecting,
  otherOf,
  OWN_CAMERA,
  OWN_SCREEN,
  picturesOf,
  type CallRole,
} from './calls.ts'
import { groupIdOf, selectGroupCall, type GroupCallView } from './group-calls.ts'
import { lastOf } from './last-of.ts'

export const selectCallRole = ({ calls, me }: AppState): CallRole | null =>
  callRoleOf(calls, me?.id)

/** Whether there is a call of this person, of two or more: there is no other one beside it. */
export const selectHasCall = (state: AppState): boolean =>
  selectCallRole(state) !== null || groupIdOf(state) !== null

/** Whom the call is with; null while there is none. */
export const selectCallPartner = ({ calls, me }: AppState): CallWire['caller'] | null =>
  calls.call && otherOf(calls.call, me?.id)

/** What is to be seen of the call that this device is in, of two or more; the most wanted first. */
export const selectPictures: (state: AppState) => readonly PictureName[] = lastOf(
  (state) => [state.calls, state.me?.id, selectGroupCall(state)],
  (state) => {
    const group = selectGroupCall(state)
    return group ? picturesOfGroup(group, state) : picturesOf(state.calls, state.me?.id)
  },
)

function picturesOfGroup({ others }: GroupCallView, { calls }: AppState): readonly PictureName[] {
  const seen = (lane: PictureName['lane'], isOn: 'isCameraOn' | 'isSharing') =>
    others.filter((person) => person[isOn]).map(({ id }): PictureName => ({ lane, of: id }))
  return [
    ...seen('screen', 'isSharing'),
    ...seen('camera', 'isCameraOn'),
    ...(calls.own.camera ? [OWN_CAMERA] : []),
    ...(calls.own.screen ? [OWN_SCREEN] : []),
  ]
}

/** Whether a picture of somebody else stands still, because nothing comes through for the moment. */
export function selectIsFrozen(state: AppState, { of }: PictureName): boolean {
  if (of === null) return false
  return groupIdOf(state) !== null ? state.voice.link.phase !== 'in' : isReconnecting(state.calls)
}
