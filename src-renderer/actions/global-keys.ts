import {
  globalKeysSchema,
  isSameCombination,
  NO_KEYS,
  nameOfKeys,
  type GlobalKeyName,
  type KeyCombination,
} from '#shared/domain/global-keys.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { createScope, type Undo } from '#shared/lib/scope.ts'
import {
  TALK_ENDS_AFTER_MS,
  type KeysHeard,
  type KeysStatus,
  type KeysWish,
} from '#shared/ipc/keys.ts'
import { selectKeysWish } from '../state/keys-wish.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'
import { changeVoiceSettings, toggleDeafen, toggleMute } from './voice-sound.ts'
import { changeVoice } from './voice-state.ts'
import { sentenceForKeys, sentenceForTaken } from './voice-words.ts'

/** Connects the keys of the computer with voice, where there is an app that hears them. */
export function followGlobalKeys(context: ActionContext): Undo {
  const { store, platform } = context
  const scope = createScope()
  const { keys } = platform
  if (!keys) return () => undefined
  let wish: KeysWish = { isInVoice: false, keys: NO_KEYS }
  let timer: ReturnType<typeof setTimeout> | undefined

  const hold = (isGlobalTalkHeld: boolean): void => {
    clearTimeout(timer)
    // Told again and again while it is so: an app that is gone leaves no microphone open.
    if (isGlobalTalkHeld) timer = setTimeout(() => hold(false), TALK_ENDS_AFTER_MS)
    if (store.getState().voice.isGlobalTalkHeld === isGlobalTalkHeld) return
    changeVoice(context, () => ({ isGlobalTalkHeld }))
  }
  const handleHeard = (heard: KeysHeard): void => {
    const { link } = store.getState().voice
    if (heard.type === 'let-go') {
      hold(false)
      return changeVoice(context, () => ({ isTalkKeyHeld: false }))
    }
    if (heard.type === 'talk') return hold(heard.isHeld && link.phase !== 'out')
    if (link.phase === 'out') return
    if (heard.name === 'mute') toggleMute(context)
    else toggleDeafen(context)
  }
  const tellWish = async (): Promise<void> => {
    const next = selectKeysWish(store.getState())
    if (isSameWish(next, wish)) return
    wish = next
    hold(false)
    handleStatus(context, await keys.use(next))
  }
  scope.add(keys.onHeard(handleHeard))
  scope.add(keys.onStatus((status) => handleStatus(context, succeed(status))))
  scope.add(store.subscribe(() => void tellWish()))
  scope.add(() => hold(false))
  void keys.status().then((answer) => handleStatus(context, answer))
  return () => scope.close()
}

/** Told of twice, when it changes and when somebody asks: only the first says something new. */
function handleStatus(context: ActionContext, answer: Result<KeysStatus, string>): void {
  if (!answer.ok) return showNotice(context, answer.error, 'problem')
  const status = answer.value
  const before = context.store.getState().globalKeys
  context.store.setState({ globalKeys: { status, isChoosing: before?.isChoosing ?? false } })
  const sentence = before ? sentenceForKeys(before.status, status) : null
  if (sentence !== null) showNotice(context, sentence, 'problem')
}

/** While somebody presses keys to choose them, they neither talk nor mute. */
export const chooseByPressing = ({ store }: ActionContext, isChoosing: boolean): void =>
  store.setState(({ globalKeys }) => ({ globalKeys: globalKeys && { ...globalKeys, isChoosing } }))

/** Takes these keys for that, or says why they cannot be taken; null clears it. */
export function setGlobalKey(
  context: ActionContext,
  name: GlobalKeyName,
  codes: KeyCombination | null,
): Result<null, string> {
  const { globalKeys, talkKey } = context.store.getState().settings.voice
  const parsed = globalKeysSchema.safeParse({ ...globalKeys, [name]: codes })
  if (!parsed.success) return fail(parsed.error.issues[0]?.message ?? CANNOT_BE_USED)
  const chosen = parsed.data[name]
  if (chosen !== null) {
    const taken = nameOfKeys({ ...globalKeys, [name]: null }, chosen)
    if (taken !== null) return fail(sentenceForTaken(taken))
    if (name !== 'talk' && isSameCombination(chosen, [talkKey]))
      return fail(sentenceForTaken('talk'))
  }
  void changeVoiceSettings(context, { globalKeys: parsed.data })
  return succeed(null)
}

const CANNOT_BE_USED = 'These keys cannot be used here.'

/** After it was allowed, or after the listener failed. */
export async function retryKeys(context: ActionContext): Promise<void> {
  const answer = await context.platform.keys?.retry()
  if (answer) handleStatus(context, answer)
}

/** Opens the place where the system lets somebody allow it, or says where to look. */
export async function openKeysSettings(context: ActionContext): Promise<void> {
  const opened = await context.platform.keys?.openSettings()
  if (opened?.ok && opened.value) return
  showNotice(context, 'Allow Parley under “Accessibility” in the privacy settings of your system.')
}

const isSameWish = (one: KeysWish, other: KeysWish): boolean =>
  one.isInVoice === other.isInVoice && JSON.stringify(one.keys) === JSON.stringify(other.keys)
