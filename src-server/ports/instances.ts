import type { PersonId, RoomId } from '#shared/domain/ids.ts'

/** Something stored has changed that instances keep in memory, or act on for their own sessions. */
export type InstanceNews =
  /** A room was created, changed, archived or deleted, or its members changed. */
  | { readonly kind: 'room'; readonly roomId: RoomId }
  /** The person, or with null everybody, must not hear the room from this moment on. */
  | { readonly kind: 'room-closed'; readonly roomId: RoomId; readonly personId: PersonId | null }
  /** Role, profile, mute, ban or protection of a person. */
  | { readonly kind: 'person'; readonly personId: PersonId }
  /** Ends all sessions of the person. */
  | {
      readonly kind: 'end-sessions'
      readonly personId: PersonId
      readonly reason: 'kicked' | 'banned'
      readonly message: string
      readonly until: number | null
    }
  /** The person is in voice by a claim of this number, and so by no earlier one. */
  | { readonly kind: 'voice-taken'; readonly personId: PersonId; readonly number: number }
  | { readonly kind: 'settings' }

/**
 * Tells all instances of the server, this one included, what they cannot see in their own memory.
 * What a lost store swallowed is made up for by `missed`: then everything kept in memory is read anew.
 */
export interface Instances {
  /**
   * Listeners of this instance have heard it when this returns; those of others hear it before any
   * event that is told after it.
   */
  tell(news: InstanceNews): void
  /** A listener must not throw. */
  listen(listener: (news: InstanceNews) => void): void
  missed(listener: () => void): void
}
