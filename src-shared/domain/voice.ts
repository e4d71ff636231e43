import { z } from 'zod'

/** How many people are heard at once; who speaks after that takes the place of who spoke longest ago. */
export const VOICE_LANES = 16

/** One stay of one device in the voice of one room, from joining to leaving. */
export const voiceStayIdSchema = z.uuid().brand<'VoiceStayId'>()
export type VoiceStayId = z.infer<typeof voiceStayIdSchema>

/** What somebody in voice says about themselves; what it means for the sound is done at both ends. */
export const voiceStateSchema = z.object({
  isMuted: z.boolean().describe('Nothing of this person is heard'),
  isDeafened: z.boolean().describe('This person hears nothing, and is not heard either'),
})
export type VoiceState = z.infer<typeof voiceStateSchema>

/** What of somebody is seen; in group calls only. */
export const voicePicturesSchema = z.object({
  isCameraOn: z.boolean(),
  isSharing: z.boolean().describe('The screen'),
})

/** What moderators can do about somebody in voice. */
export const VOICE_ACTIONS = ['silence', 'unsilence', 'remove'] as const
export type VoiceAction = (typeof VOICE_ACTIONS)[number]

/** Why somebody is not in voice any more without having left. */
export const VOICE_END_REASONS = ['elsewhere', 'removed', 'room-closed', 'lost'] as const
export type VoiceEndReason = (typeof VOICE_END_REASONS)[number]

/** Label of the data channel through which the server tells who is on which lane. */
export const VOICE_CHANNEL = 'parley-voice'
