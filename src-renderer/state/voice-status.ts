import type { AppState } from './app-state.ts'
import { isSilenced, isTalkHeld } from './voice.ts'

/** How voice is doing: what stops one from being heard comes before that all is well. */
export type VoiceStatus =
  | 'out'
  | 'joining'
  | 'rejoining'
  | 'asking-microphone'
  | 'listening-only'
  | 'silenced'
  | 'deafened'
  | 'muted'
  | 'waiting-for-key'
  | 'heard-by-key'
  | 'connected'

export function selectVoiceStatus(state: AppState): VoiceStatus {
  const { link, isMuted, isDeafened, microphone } = state.voice
  if (link.phase !== 'in') return link.phase
  if (microphone === 'asking') return 'asking-microphone'
  if (microphone !== 'open' && microphone !== 'unasked') return 'listening-only'
  if (isSilenced(state.voice, state.me?.id)) return 'silenced'
  if (isDeafened) return 'deafened'
  if (isMuted) return 'muted'
  if (state.settings.voice.activation !== 'push-to-talk') return 'connected'
  return isTalkHeld(state.voice) ? 'heard-by-key' : 'waiting-for-key'
}
