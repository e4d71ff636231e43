import { isGroupCall } from '#shared/domain/group-calls.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import { GROUP_SEATS_MAX, VOICE_SEATS_MAX } from '#shared/protocol/limits.ts'

/** In what the voice of a room and that of a group call differ, once somebody may come in. */
export interface VoicePlace {
  readonly seatsMax: number
  /** Cameras and screens are seen. */
  readonly hasPictures: boolean
  readonly isRecordable: boolean
  /** Nobody but those who are in it is told who is. */
  readonly isSecret: boolean
}

const ROOM: VoicePlace = {
  seatsMax: VOICE_SEATS_MAX,
  hasPictures: false,
  isRecordable: true,
  isSecret: false,
}

const GROUP_CALL: VoicePlace = {
  seatsMax: GROUP_SEATS_MAX,
  hasPictures: true,
  isRecordable: false,
  isSecret: true,
}

export const voicePlaceOf = (roomId: RoomId): VoicePlace =>
  isGroupCall(roomId) ? GROUP_CALL : ROOM
