import { NO_KEYS } from '#shared/domain/global-keys.ts'
import type { KeysWish } from '#shared/ipc/keys.ts'
import type { AppState } from './app-state.ts'

/** What the app is to listen for now: nothing outside of voice, and the talk key only if it talks. */
export function selectKeysWish({ globalKeys, settings, voice }: AppState): KeysWish {
  const { hasGlobalKeys, globalKeys: keys, activation } = settings.voice
  const isInVoice = voice.link.phase !== 'out'
  if (!isInVoice || !hasGlobalKeys || globalKeys?.isChoosing) return { isInVoice, keys: NO_KEYS }
  return { isInVoice, keys: { ...keys, talk: activation === 'push-to-talk' ? keys.talk : null } }
}
