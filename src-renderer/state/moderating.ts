import type { PersonId } from '#shared/domain/ids.ts'

/** Somebody is about to be moderated: the question is on the screen. */
export interface Moderating {
  readonly kind: 'kick' | 'mute' | 'ban'
  readonly personId: PersonId
}
