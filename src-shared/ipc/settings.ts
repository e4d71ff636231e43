import { z } from 'zod'
import { NOISE_SUPPRESSIONS } from '../domain/audio.ts'
import { globalKeysSchema } from '../domain/global-keys.ts'
import type { PersonId } from '../domain/ids.ts'
import { quietHoursSchema } from '../domain/quiet-hours.ts'
import { DEFAULT_PORT } from '../protocol/limits.ts'

/** Enough for everybody's servers, few enough for one screen. */
const RECENT_SERVERS_MAX = 12

const themeSchema = z.enum(['system', 'light', 'dark'])

const recentServerSchema = z.object({
  origin: z.url({ protocol: /^https?$/ }),
  name: z.string().max(80),
  lastJoinedAt: z.int(),
})
export type RecentServer = z.infer<typeof recentServerSchema>

/** Labels are kept beside ids, because ids change when the system is set up anew. */
const mediaDeviceSchema = z.object({ id: z.string(), label: z.string() })

/** On what it rings, which need not be what one talks with; null is what the system uses. */
export const ringDeviceSchema = mediaDeviceSchema.nullable()

/** How loud it rings, 0 to 2. */
export const ringVolumeSchema = z.number().min(0).max(2)

/** How this device speaks and listens. */
const voiceSettingsSchema = z.object({
  microphone: mediaDeviceSchema.nullable().default(null),
  speaker: mediaDeviceSchema.nullable().default(null),
  echoCancellation: z.boolean().default(true),
  noiseSuppression: z.enum(NOISE_SUPPRESSIONS).default('standard'),
  autoGain: z.boolean().default(true),
  /** What lets the own voice out: speaking, or holding a key. */
  activation: z.enum(['voice', 'push-to-talk']).default('voice'),
  /** `KeyboardEvent.code`. */
  talkKey: z.string().max(40).default('Backquote'),
  /** Whether the following are listened for while another program has the focus; on the desktop only. */
  hasGlobalKeys: z.boolean().default(false),
  globalKeys: globalKeysSchema.prefault({}),
  /** Everything that is heard, 0 to 2. */
  outputVolume: z.number().min(0).max(2).default(1),
  /** A short sound when somebody steps in or out. */
  hasChimes: z.boolean().default(true),
  /** By person: how loud they are here, 0 to 2, and whether they are heard at all. */
  people: z
    .record(z.string(), z.object({ volume: z.number().min(0).max(2), isMuted: z.boolean() }))
    .default({}),
})
export type VoiceSettings = z.infer<typeof voiceSettingsSchema>

/** How loud somebody is on this device, 0 to 2, and whether they are heard at all. */
export type Hearing = VoiceSettings['people'][string]

const AS_IT_COMES: Hearing = { volume: 1, isMuted: false }

export const hearingOf = (people: VoiceSettings['people'], person: PersonId): Hearing =>
  people[person] ?? AS_IT_COMES

/** What is as it comes needs no entry, so that the settings do not grow with everybody met. */
export function withHearing(
  people: VoiceSettings['people'],
  person: PersonId,
  change: Partial<Hearing>,
): VoiceSettings['people'] {
  const { [person]: before = AS_IT_COMES, ...others } = people
  const after = { ...before, ...change }
  const isAsItComes = after.volume === 1 && !after.isMuted
  return isAsItComes ? others : { ...others, [person]: after }
}

/** How voice messages are played: how fast, and how many times as loud as they were recorded. */
const playbackOptionsSchema = z.object({
  rate: z.number().min(0.5).max(2),
  boost: z.number().min(1).max(4),
})

export type PlaybackOptions = z.infer<typeof playbackOptionsSchema>

/** As it was recorded. */
export const AS_RECORDED: PlaybackOptions = { rate: 1, boost: 1 }

/** What the app remembers between starts. Nothing in here is secret. */
export const settingsSchema = z.object({
  /** The name to offer next time; not yet checked, because half a name is worth keeping. */
  name: z.string().max(200).default(''),
  theme: themeSchema.default('system'),
  isPeopleListOpen: z.boolean().default(true),
  recentServers: z.array(recentServerSchema).max(RECENT_SERVERS_MAX).default([]),
  hosting: z
    .object({
      name: z.string().trim().max(40).default(''),
      port: z.int().min(1).max(65_535).default(DEFAULT_PORT),
    })
    .prefault({}),
  voice: voiceSettingsSchema.prefault({}),
  /** By person: how their voice messages are played. */
  playback: z.record(z.string(), playbackOptionsSchema).default({}),
  /** What one is seen with in calls; null is what the system uses. */
  camera: mediaDeviceSchema.nullable().default(null),
  ringDevice: ringDeviceSchema.default(null),
  ringVolume: ringVolumeSchema.default(1),
  /** When calls leave a notification and nothing else. */
  quietHours: quietHoursSchema.nullable().default(null),
  /** Whether the app stays when its window is closed; null until somebody was asked. */
  keepsRunning: z.boolean().nullable().default(null),
})
export type Settings = z.infer<typeof settingsSchema>

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({})

/** A change: only what is named is touched. */
export const settingsPatchSchema = z.object({
  name: settingsSchema.shape.name.unwrap().optional(),
  theme: themeSchema.optional(),
  isPeopleListOpen: z.boolean().optional(),
  recentServers: settingsSchema.shape.recentServers.unwrap().optional(),
  hosting: settingsSchema.shape.hosting.unwrap().optional(),
  voice: voiceSettingsSchema.optional(),
  playback: settingsSchema.shape.playback.unwrap().optional(),
  camera: mediaDeviceSchema.nullable().optional(),
  ringDevice: ringDeviceSchema.optional(),
  ringVolume: ringVolumeSchema.optional(),
  quietHours: quietHoursSchema.nullable().optional(),
  keepsRunning: z.boolean().nullable().optional(),
})
export type SettingsPatch = z.infer<typeof settingsPatchSchema>

/** Puts the server joined last first and forgets the oldest when the list is full. */
export function rememberServer(
  servers: readonly RecentServer[],
  joined: RecentServer,
): RecentServer[] {
  const others = servers.filter((server) => server.origin !== joined.origin)
  return [joined, ...others].slice(0, RECENT_SERVERS_MAX)
}
