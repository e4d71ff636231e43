import type { VoiceQuality } from '#shared/domain/audio.ts'
import type { PictureName } from '#shared/domain/call-pictures.ts'
import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import { hearingOf } from '#shared/ipc/settings.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import type { AppState } from './app-state.ts'
import { groupIdOf } from './group-calls.ts'
import { recordingWords } from './recording.ts'
import { roomOfLink } from './voice.ts'

/** The room whose voice one is in; null while out. */
export const selectVoiceRoomId = ({ voice }: AppState): RoomId | null => roomOfLink(voice.link)

const NOBODY: readonly VoicePersonWire[] = []

/** Who is in voice in a room; the same list for the same people. */
export const selectVoicePeople = (
  { voice }: AppState,
  roomId: RoomId,
): readonly VoicePersonWire[] => voice.rooms.get(roomId) ?? NOBODY

/** What was measured last; null before that, and while the connection is broken. */
export const selectQuality = ({ voice, calls }: AppState): VoiceQuality | null =>
  voice.link.phase === 'in' || calls.line === 'connected' ? (voice.quality.at(-1) ?? null) : null

/** Whether somebody is heard right now; known only of the room that one is in. */
export const selectIsSpeaking = ({ voice }: AppState, roomId: RoomId, person: PersonId): boolean =>
  voice.link.phase === 'in' && voice.link.roomId === roomId && voice.speaking.has(person)

/** Whether the one whom a picture shows speaks right now; known in a group call only. */
export function selectIsSeenSpeaking(state: AppState, { lane, of }: PictureName): boolean {
  const [groupId, person] = [groupIdOf(state), of ?? state.me?.id]
  if (lane !== 'camera' || groupId === null || person === undefined) return false
  return selectIsSpeaking(state, groupId, person)
}

/** How loud somebody is on this device, and whether they are heard here at all. */
export const selectHearing = ({ settings }: AppState, person: PersonId) =>
  hearingOf(settings.voice.people, person)

/** Who records in a room, in words; null while nobody does. */
export const selectRecordingWords = (state: AppState, roomId: RoomId | null): string | null =>
  roomId === null ? null : recordingWords(selectVoicePeople(state, roomId), state.me?.id)
