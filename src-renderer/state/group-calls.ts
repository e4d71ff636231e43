import { isGroupCall } from '#shared/domain/group-calls.ts'
import { namesInShort } from '#shared/domain/names-in-short.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import type { CallWire } from '#shared/protocol/call-wire.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import type { AppState } from './app-state.ts'
import { lastOf } from './last-of.ts'
import { roomOfLink, type VoiceLink } from './voice.ts'

/** The group call that this device is in or comes into. */
export interface GroupCallView {
  readonly id: RoomId
  readonly phase: Exclude<VoiceLink['phase'], 'out'>
  /** When this device came in, in milliseconds since 1970; null while it is not in. */
  readonly since: number | null
  /** In the order in which they came. */
  readonly others: readonly VoicePersonWire[]
  /** Own invitations that ring now. */
  readonly invited: readonly CallWire[]
}

/** Null while this device has nothing to do with one. */
export function groupIdOf({ voice }: Pick<AppState, 'voice'>): RoomId | null {
  const id = roomOfLink(voice.link)
  return id !== null && isGroupCall(id) ? id : null
}

/** The people of a group call, without oneself. */
const othersIn = ({ voice, me }: AppState, id: RoomId): readonly VoicePersonWire[] =>
  (voice.rooms.get(id) ?? []).filter((person) => person.id !== me?.id)

/** The same object for as long as nothing about it has changed. */
export const selectGroupCall = lastOf(
  ({ voice, me, calls }) => [voice.link, peopleIn(voice), me?.id, calls.invited],
  groupCallOf,
)

/** As `selectGroupCall`, for whoever compares two states. */
export function groupCallOf(state: AppState): GroupCallView | null {
  const { link } = state.voice
  const id = groupIdOf(state)
  if (id === null || link.phase === 'out') return null
  return {
    ...{ id, phase: link.phase, since: link.phase === 'in' ? link.since : null },
    ...{ others: othersIn(state, id), invited: state.calls.invited },
  }
}

const peopleIn = ({ link, rooms }: AppState['voice']): unknown =>
  link.phase === 'out' ? undefined : rooms.get(link.roomId)

/** What to call it: by who is there. */
export function groupCallTitle({ others }: Pick<GroupCallView, 'others'>): string {
  return others.length === 0 ? 'Call' : namesInShort(others.map(({ name }) => name))
}
