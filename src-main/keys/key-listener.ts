import { NO_KEYS, type GlobalKeys } from '#shared/domain/global-keys.ts'
import {
  listenerCommandSchema,
  TALK_IS_TOLD_EVERY_MS,
  type ListenerMessage,
} from '#shared/ipc/keys.ts'
import {
  isForgotten,
  letGo,
  NOTHING_HELD,
  stepKeys,
  type KeysHeld,
  type KeySignal,
} from './key-matcher.ts'
import { mouseCode, nativeCodes } from './native-codes.ts'

/*
 * A process of its own that hears every key of this computer. It compares each with the few that were
 * chosen and forgets it; what leaves this process is that one talks, or wants to be muted, and no key.
 */

let keys: GlobalKeys = NO_KEYS
let held: KeysHeld = NOTHING_HELD

const tell = (message: ListenerMessage): void => process.parentPort.postMessage(message)

function take([next, signals]: readonly [KeysHeld, readonly KeySignal[]]): void {
  held = next
  signals.forEach(tell)
}

const move = (code: string | null | undefined, isDown: boolean): void => {
  if (code) take(stepKeys(held, { code, isDown, at: Date.now() }, keys))
}

process.parentPort.on('message', ({ data }: { readonly data: unknown }) => {
  const command = listenerCommandSchema.safeParse(data)
  if (!command.success) return
  if (command.data.type === 'let-go') return take(letGo(held, keys.talk ?? [], Date.now()))
  take(letGo(held))
  keys = command.data.keys
})

// Whoever waits for the release learns by the silence that this process is no more.
setInterval(() => {
  if (isForgotten(held, Date.now())) take(letGo(held))
  else if (held.isTalking) tell({ type: 'talk', isHeld: true })
}, TALK_IS_TOLD_EVERY_MS)

try {
  // Loaded here, so that a system on which it cannot be loaded gets an answer instead of a crash.
  const { uIOhook, UiohookKey } = await import('uiohook-napi')
  const codes = nativeCodes(UiohookKey)
  uIOhook.on('keydown', ({ keycode }) => move(codes.get(keycode), true))
  uIOhook.on('keyup', ({ keycode }) => move(codes.get(keycode), false))
  uIOhook.on('mousedown', ({ button }) => move(mouseCode(button), true))
  uIOhook.on('mouseup', ({ button }) => move(mouseCode(button), false))
  uIOhook.start()
  tell({ type: 'listening' })
} catch (error) {
  tell({ type: 'unavailable', reason: error instanceof Error ? error.message : String(error) })
}
