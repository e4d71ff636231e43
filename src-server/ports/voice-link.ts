import type { PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import type { VoiceAction, VoiceEndReason, VoiceState, VoiceStayId } from '#shared/domain/voice.ts'
import type { RelayWire } from '#shared/protocol/relay-wire.ts'
import type { VoicePerson } from './voice-homes.ts'

/** What the instance of a session and the instance where the voice of a room lives have to say to each other. */
export type VoiceQuestion =
  | ({
      readonly kind: 'join'
      readonly stay: VoiceStayId
      readonly roomId: RoomId
      readonly person: Person
    } & VoiceState)
  | { readonly kind: 'answer'; readonly stay: VoiceStayId; readonly sdp: string }
  | {
      readonly kind: 'state'
      readonly stay: VoiceStayId
      readonly isMuted?: boolean | undefined
      readonly isDeafened?: boolean | undefined
      readonly isCameraOn?: boolean | undefined
      readonly isSharing?: boolean | undefined
    }
  | { readonly kind: 'record'; readonly stay: VoiceStayId; readonly isOn: boolean }
  | { readonly kind: 'leave'; readonly stay: VoiceStayId }
  | {
      readonly kind: 'moderate'
      readonly roomId: RoomId
      readonly personId: PersonId
      readonly action: VoiceAction
    }
  /** The sessions of these stays are still connected. */
  | { readonly kind: 'still'; readonly stays: readonly VoiceStayId[] }
  /** The other way: a stay is over that nobody asked to end. */
  | { readonly kind: 'ended'; readonly stay: VoiceStayId; readonly reason: VoiceEndReason }

/** One kind of question. */
export type VoiceQuestionOf<Kind extends VoiceQuestion['kind']> = Extract<
  VoiceQuestion,
  { kind: Kind }
>

export type VoiceAnswer =
  | {
      readonly kind: 'seated'
      readonly offer: string
      readonly people: readonly VoicePerson[]
      /** A way over TCP to the instance where the voice of the room lives. */
      readonly relay: RelayWire | null
    }
  | { readonly kind: 'done' }
  /** There is no such stay, or nobody of this id is in the voice of the room. */
  | { readonly kind: 'nobody' }
  /** The voice of the room does not live here. */
  | { readonly kind: 'moved' }
  /** There is no room for one more, or for one more picture. */
  | { readonly kind: 'full' }
  /** The person may not be there, or not any more. */
  | { readonly kind: 'refused' }
  /** The person's role does not allow it. */
  | { readonly kind: 'forbidden' }
  /** The same person joined once more, and that counts. */
  | { readonly kind: 'superseded' }
  /** Not an answer to the offer. */
  | { readonly kind: 'misfit' }
  | { readonly kind: 'unavailable' }
  /** Those of the stays that are over. */
  | { readonly kind: 'over'; readonly stays: readonly VoiceStayId[] }

/** Carries questions to the instance that can answer them; to this one without any detour. */
export interface VoiceLink {
  /** @throws Unavailable when no answer comes in time; whether it was done is not known then */
  ask(instance: string, question: VoiceQuestion): Promise<VoiceAnswer>
  /** Who answers on this instance. Must not throw. */
  serve(answer: (question: VoiceQuestion, from: string) => Promise<VoiceAnswer>): void
}
