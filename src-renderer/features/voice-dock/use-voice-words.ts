import { isToggled } from '#shared/ipc/keys.ts'
import { useAppState } from '../../app/services-context.tsx'
import type { AppState } from '../../state/app-state.ts'
import { selectKeysWish } from '../../state/keys-wish.ts'
import { selectVoiceStatus, type VoiceStatus } from '../../state/voice-status.ts'
import { keyName, keysName } from '../../ui/key-name.ts'

/** How voice is doing, in a few words. @param where it is */
export function useVoiceWords(where: 'room' | 'call' = 'room'): string {
  const status = useAppState(selectVoiceStatus)
  const talkKey = useAppState((state) => state.settings.voice.talkKey)
  const globalKey = useAppState(globalTalkKey)
  const isSwitch = useAppState(
    ({ globalKeys }) => globalKeys !== null && isToggled(globalKeys.status),
  )
  if (status !== 'waiting-for-key') {
    return (where === 'call' ? { ...WORDS, ...WORDS_OF_CALL } : WORDS)[status]
  }
  if (globalKey === null) return `Hold ${keyName(talkKey)} to talk`
  return `${isSwitch ? 'Press' : 'Hold'} ${globalKey} to talk`
}

/** The key that talks wherever the focus is, in words; null while none is heard. */
function globalTalkKey(state: AppState): string | null {
  const { talk } = selectKeysWish(state).keys
  const status = state.globalKeys?.status
  const isHeard = status?.phase === 'listening' && !status.unusable.includes('talk')
  return talk !== null && isHeard ? keysName(talk) : null
}

const WORDS: Readonly<Record<Exclude<VoiceStatus, 'waiting-for-key'>, string>> = {
  out: '',
  joining: 'Connecting…',
  rejoining: 'Reconnecting…',
  'asking-microphone': 'Waiting for the microphone…',
  'listening-only': 'Listening only',
  silenced: 'Silenced by a moderator',
  deafened: 'Deafened',
  muted: 'Muted',
  'heard-by-key': 'You are heard',
  connected: 'Voice connected',
}

const WORDS_OF_CALL = { joining: 'Joining…', connected: 'In a call' } as const
