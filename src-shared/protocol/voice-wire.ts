import { z } from 'zod'
import { personIdSchema, roomIdSchema } from '../domain/ids.ts'
import { VOICE_LANES, voiceStateSchema } from '../domain/voice.ts'
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
 * is heard on one of them; `speaking` whenever somebody starts or stops.
 */
export const voiceChannelSchema = z.union([
  z.object({
    lanes: z
      .array(personIdSchema.nullable())
      .length(VOICE_LANES)
      .describe('Who is heard on each track, in the order of the offer'),
  }),
  z.object({ speaking: z.array(personIdSchema) }),
])
export type VoiceChannelMessage = z.infer<typeof voiceChannelSchema>
