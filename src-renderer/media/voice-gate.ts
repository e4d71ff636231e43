import type { VoiceSettings } from '#shared/ipc/settings.ts'

/** After the key is released the voice goes out so much longer: a word's end is not cut off. */
export const TALK_TAIL_MS = 150

interface Wishes {
  readonly settings: Pick<VoiceSettings, 'activation'>
  readonly isMuted: boolean
  readonly isDeafened: boolean
  readonly isTalkKeyHeld: boolean
}

/** Whether the own voice goes out. */
export const isGateOpen = ({ settings, isMuted, isDeafened, isTalkKeyHeld }: Wishes): boolean =>
  !isMuted && !isDeafened && (settings.activation === 'voice' || isTalkKeyHeld)

/**
 * How long to wait before the gate closes, in milliseconds: none for somebody who mutes, who wants
 * silence now, and a little for somebody who lets go of the key.
 */
export const closesAfter = (before: Wishes, after: Wishes): number =>
  isGateOpen(before) && isGateOpen({ ...after, isTalkKeyHeld: true }) ? TALK_TAIL_MS : 0
