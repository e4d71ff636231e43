import type { PersonId } from '#shared/domain/ids.ts'
import { withHearing, type Hearing, type VoiceSettings } from '#shared/ipc/settings.ts'
import type { VoiceState } from '#shared/domain/voice.ts'
import type { AudioDevice } from '#shared/domain/audio.ts'
import type { VoiceMediaEvents } from '../media/voice-media.ts'
import { afterDeafenPress, afterMutePress } from '../state/voice.ts'
import type { ActionContext } from './context.ts'
import { offerInNotice, showNotice, withdrawNotice } from './notices.ts'
import { updateSettings } from './settings.ts'
import { changeVoice } from './voice-state.ts'
import { sentenceForSwitch } from './voice-words.ts'

/** A slider that is dragged changes many times a second; it is written down when it rests. */
const WRITE_AFTER_MS = 400

export const toggleMute = (context: ActionContext): void => press(context, afterMutePress)

export const toggleDeafen = (context: ActionContext): void => press(context, afterDeafenPress)

/** Takes effect here at once, whether the server hears of it or not. */
function press(context: ActionContext, after: (state: VoiceState) => VoiceState): void {
  const { isMuted, isDeafened, link } = context.store.getState().voice
  const next = after({ isMuted, isDeafened })
  changeVoice(context, () => next)
  if (link.phase !== 'in') return
  void context.current.session?.connection.call('voice:state', { stay: link.stay, ...next })
}

export function holdTalkKey(context: ActionContext, isTalkKeyHeld: boolean): void {
  const { voice, settings } = context.store.getState()
  if (isTalkKeyHeld && settings.voice.activation !== 'push-to-talk') return
  if (voice.isTalkKeyHeld !== isTalkKeyHeld) changeVoice(context, () => ({ isTalkKeyHeld }))
}

export const chooseMicrophone = (context: ActionContext, id: string | null): Promise<void> =>
  changeVoiceSettings(context, {
    microphone: named(context.store.getState().voice.devices.microphones, id),
  })

export const chooseSpeaker = (context: ActionContext, id: string | null): Promise<void> =>
  changeVoiceSettings(context, {
    speaker: named(context.store.getState().voice.devices.speakers, id),
  })

/** What came back is in use again, unless somebody would rather go on with what they have now. */
export function tellOfSwitch(context: ActionContext, told: VoiceMediaEvents['switched']): void {
  const text = sentenceForSwitch(told)
  withdrawNotice(context, sentenceForSwitch({ ...told, isBack: !told.isBack }))
  if (!told.isBack) return showNotice(context, text)
  const goOn = (): void => void changeVoiceSettings(context, { [told.kind]: null })
  offerInNotice(context, text, { doing: 'Undo', act: goOn })
}

const named = (devices: readonly AudioDevice[], id: string | null): AudioDevice | null =>
  devices.find((device) => device.id === id) ?? null

/** Out of voice it is only asked for: it stays open for as long as something uses it. */
export async function retryMicrophone({ voice, store }: ActionContext): Promise<void> {
  await voice.openMicrophone()
  if (store.getState().voice.link.phase === 'out') voice.disconnect()
}

export const changeVoiceSettings = (
  context: ActionContext,
  patch: Partial<VoiceSettings>,
): Promise<void> =>
  updateSettings(context, { voice: { ...context.store.getState().settings.voice, ...patch } })

export const setVolumeOf = (context: ActionContext, person: PersonId, volume: number): void =>
  changePerson(context, person, { volume: Math.min(2, Math.max(0, volume)) })

export const setMutedForMe = (context: ActionContext, person: PersonId, isMuted: boolean): void =>
  changePerson(context, person, { isMuted })

let timer: ReturnType<typeof setTimeout> | undefined

function changePerson(context: ActionContext, person: PersonId, change: Partial<Hearing>): void {
  const { store } = context
  store.setState(({ settings }) => {
    const people = withHearing(settings.voice.people, person, change)
    return { settings: { ...settings, voice: { ...settings.voice, people } } }
  })
  clearTimeout(timer)
  timer = setTimeout(() => keepHearing(context), WRITE_AFTER_MS)
}

/** Writes down how loud everybody is to be here, unless that is done already. */
export function keepHearing(context: ActionContext): void {
  if (timer === undefined) return
  clearTimeout(timer)
  timer = undefined
  void changeVoiceSettings(context, {})
}

export async function startMicrophoneTest(context: ActionContext): Promise<void> {
  await context.voice.startTest()
}

export const stopMicrophoneTest = ({ voice }: ActionContext): void => voice.stopTest()

/** Opens the place where the system lets somebody allow the microphone again, or says where to look. */
export async function openMicrophoneSettings(context: ActionContext): Promise<void> {
  const opened = await context.platform.mediaAccess?.openSettings('microphone')
  if (opened?.ok && opened.value) return
  showNotice(
    context,
    context.platform.mediaAccess
      ? 'Allow Parley to use the microphone in the settings of your system.'
      : 'Allow the microphone for this page: the browser has a sign for that beside the address.',
  )
}
