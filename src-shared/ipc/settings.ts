import { z } from 'zod'
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
