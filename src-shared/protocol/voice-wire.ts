import { z } from 'zod'
import { personIdSchema, roomIdSchema } from '../domain/ids.ts'
import { GROUP_CAMERAS, GROUP_SCREENS } from '../domain/group-calls.ts'
import { VOICE_LANES, voicePicturesSchema, voiceStateSchema } from '../domain/voice.ts'
import { personWireSchema, timeSchema } from './wire.ts'

/** Somebody in the voice of a room. */
export const voicePersonWireSchema = z.object({
  ...personWireSchema.shape,
  ...voiceStateSchema.shape,
  isSilenced: z
    .boolean()
    .describe(
      'Nobody may hear this person: silenced by a moderator here, muted, or without the role to speak',
    ),
  isRecording: z.boolean().describe('This person records what is said; everybody is to know'),
  ...voicePicturesSchema.shape,
  joinedAt: timeSchema,
})
export type VoicePersonWire = z.infer<typeof voicePersonWireSchema>

export const voiceRoomWireSchema = z.object({
  roomId: roomIdSchema,
  people: z.array(voicePersonWireSchema).describe('In the order in which they came'),
})
export type VoiceRoomWire = z.infer<typeof voiceRoomWireSchema>

/**
 * What the server writes into the data channel, as JSON. `lanes` comes first and whenever somebody else
 * is heard on one of them; `speaking` whenever somebody starts or stops. In a group call `pictures` comes
 * with the first `lanes` and whenever somebody else is seen on one of its lanes.
 */
export const voiceChannelSchema = z.union([
  z.object({
    lanes: z
      .array(personIdSchema.nullable())
      .length(VOICE_LANES)
      .describe('Who is heard on each track, in the order of the offer'),
  }),
  z.object({ speaking: z.array(personIdSchema) }),
  z.object({
    pictures: z
      .object({
        cameras: z.array(personIdSchema.nullable()).length(GROUP_CAMERAS),
        screens: z.array(personIdSchema.nullable()).length(GROUP_SCREENS),
      })
      .describe('Who is seen on each track, in the order of the offer: `camera0`…, `screen0`…'),
  }),
])
export type VoiceChannelMessage = z.infer<typeof voiceChannelSchema>
