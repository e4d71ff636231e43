import type { GlobalKeyName } from '#shared/domain/global-keys.ts'
import type { VoiceEndReason } from '#shared/domain/voice.ts'
import type { KeysStatus } from '#shared/ipc/keys.ts'
import type { CallFailure } from '../client/call-failure.ts'
import { asSentence } from './as-sentence.ts'

/** Why a stay in voice is over; null when that needs no words, because it comes back by itself. */
export function sentenceForEnd(reason: VoiceEndReason, room: string): string | null {
  switch (reason) {
    case 'removed':
      return `A moderator took you out of voice in ${room}.`
    case 'elsewhere':
      return 'You are in voice on another device now.'
    case 'room-closed':
      return `Voice in ${room} is over, because the room is closed.`
    case 'lost':
      return null
  }
}

const KEY_NAMES: Readonly<Record<GlobalKeyName, string>> = {
  talk: 'push-to-talk',
  mute: 'mute',
  deafen: 'deafen',
}

/** Why keys cannot be chosen. */
export const sentenceForTaken = (name: GlobalKeyName): string =>
  `That is the ${KEY_NAMES[name]} key already. Choose another one.`

/** What somebody who uses the keys must know of them now; null when nothing is wrong, or known before. */
export function sentenceForKeys(before: KeysStatus, after: KeysStatus): string | null {
  if (after.phase === 'not-allowed' && before.phase !== 'not-allowed') {
    return 'Your system does not let Parley hear keys in other programs. Settings > Voice says how to allow it.'
  }
  if (after.way === 'shortcuts' && before.way === 'listener') {
    return (
      'Parley cannot hear any more when a key is let go. The push-to-talk key now switches: ' +
      'press once to talk, once more to stop.'
    )
  }
  return null
}

/** Why somebody could not step into the voice of a room. */
export function sentenceForJoin({ code, message }: CallFailure, room: string): string {
  switch (code) {
    case 'room-full':
      return `Voice in ${room} is full. Try again when somebody has left.`
    case 'forbidden':
      return `You may not be in voice in ${room}.`
    case 'not-found':
      return 'That room does not exist any more.'
    case 'unavailable':
      return `Voice in ${room} is not available now. ${asSentence(message)}`
    default:
      return `You could not join voice in ${room}. ${asSentence(message)}`
  }
}

export const NOT_THROUGH =
  'The sound does not get through to the server. A firewall may be in the way: voice needs UDP, and the way around it is closed too.'

export function sentenceForSwitch(told: {
  readonly kind: 'microphone' | 'speaker'
  readonly label: string
  readonly isBack: boolean
}): string {
  if (told.isBack) return `“${told.label}” is back and in use again.`
  return `“${told.label}” is gone. The ${told.kind} of the system is used until it is back.`
}
