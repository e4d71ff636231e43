import type { Role } from '#shared/domain/rights.ts'
import { ROOM_DEFAULTS, type RoomAccess } from '#shared/domain/rooms.ts'
import type { RoomWire } from '#shared/protocol/wire.ts'

/** What somebody is filling in about a room. */
export interface RoomForm {
  readonly name: string
  readonly icon: string
  readonly topic: string
  readonly access: RoomAccess
  /** A new one; empty leaves the one that there is. */
  readonly password: string
  readonly slowModeSeconds: number
  readonly speakRole: Role
  readonly pinRole: Role
  readonly retentionDays: number | null
}

const NEW_ICON = '💬'

export const formFor = (room: RoomWire | null): RoomForm => ({
  name: room?.name ?? '',
  icon: room?.icon ?? NEW_ICON,
  topic: room?.topic ?? '',
  access: room?.access ?? ROOM_DEFAULTS.access,
  password: '',
  slowModeSeconds: room?.slowModeSeconds ?? ROOM_DEFAULTS.slowModeSeconds,
  speakRole: room?.speakRole ?? ROOM_DEFAULTS.speakRole,
  pinRole: room?.pinRole ?? ROOM_DEFAULTS.pinRole,
  retentionDays: room?.retentionDays ?? ROOM_DEFAULTS.retentionDays,
})

/** What is sent of it: a password only where there is a new one. */
export function settingsOf({ password, ...settings }: RoomForm) {
  const hasPassword = settings.access === 'password' && password !== ''
  return { ...settings, ...(hasPassword && { password }) }
}

interface Option {
  readonly value: string
  readonly label: string
}

/** The steps that people think in, and whatever else somebody has set by other means. */
const withOwn = (options: readonly Option[], own: number, unit: string): readonly Option[] =>
  options.some(({ value }) => value === String(own))
    ? options
    : [...options, { value: String(own), label: `${own} ${unit}` }]

const SLOW_MODES: readonly Option[] = [
  { value: '0', label: 'Off' },
  { value: '5', label: '5 seconds' },
  { value: '15', label: '15 seconds' },
  { value: '30', label: '30 seconds' },
  { value: '60', label: '1 minute' },
  { value: '300', label: '5 minutes' },
  { value: '900', label: '15 minutes' },
  { value: '3600', label: '1 hour' },
]

export const slowModeOptions = (now: number): readonly Option[] =>
  withOwn(SLOW_MODES, now, 'seconds')

const RETENTIONS: readonly Option[] = [
  { value: '', label: 'As long as the server' },
  { value: '1', label: '1 day' },
  { value: '7', label: '1 week' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
]

export const retentionOptions = (now: number | null): readonly Option[] =>
  now === null ? RETENTIONS : withOwn(RETENTIONS, now, 'days')
