import type { PresenceState } from '#shared/domain/people.ts'

/** What a state is called on the screen. */
export const PRESENCE_WORDS: Readonly<Record<PresenceState, string>> = {
  online: 'online',
  idle: 'away',
  dnd: 'do not disturb',
  offline: 'offline',
}
