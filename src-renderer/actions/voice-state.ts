import type { VoiceOfApp } from '../state/voice.ts'
import type { ActionContext } from './context.ts'

/** Changes a part of what is known about voice. */
export const changeVoice = (
  { store }: Pick<ActionContext, 'store'>,
  change: (voice: VoiceOfApp) => Partial<VoiceOfApp>,
): void => store.setState(({ voice }) => ({ voice: { ...voice, ...change(voice) } }))
