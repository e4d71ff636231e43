import { z } from 'zod'
import { inOrder, isKeyCode, isMouseButton } from './key-codes.ts'

/** More than anybody holds with one hand. */
const KEYS_AT_ONCE_MAX = 4

/** One key, or several that are held together, in the order of `inOrder`. */
const keyCombinationSchema = z
  .array(z.string().refine(isKeyCode, 'This key cannot be used here.'))
  .min(1)
  .max(KEYS_AT_ONCE_MAX)
  .transform((codes) => inOrder(codes))
export type KeyCombination = readonly string[]

/** What a key can do while another program has the focus. */
export const GLOBAL_KEY_NAMES = ['talk', 'mute', 'deafen'] as const
export type GlobalKeyName = (typeof GLOBAL_KEY_NAMES)[number]

/** A mouse button is held to talk; as a switch it would be pressed by accident. */
const withoutMouse = keyCombinationSchema.refine(
  (codes) => !codes.some(isMouseButton),
  'A mouse button can only be held to talk.',
)

export const globalKeysSchema = z.object({
  talk: keyCombinationSchema.nullable().default(null),
  mute: withoutMouse.nullable().default(null),
  deafen: withoutMouse.nullable().default(null),
})
export type GlobalKeys = z.output<typeof globalKeysSchema>

export const NO_KEYS: GlobalKeys = { talk: null, mute: null, deafen: null }

export const isSameCombination = (one: KeyCombination, other: KeyCombination): boolean =>
  one.length === other.length && one.every((code) => other.includes(code))

/** Which of the keys is these already; null when none is. */
export const nameOfKeys = (keys: GlobalKeys, combination: KeyCombination): GlobalKeyName | null =>
  GLOBAL_KEY_NAMES.find((name) => {
    const taken = keys[name]
    return taken !== null && isSameCombination(taken, combination)
  }) ?? null

/** Whether there is anything to listen for. */
export const hasKeys = (keys: GlobalKeys): boolean =>
  GLOBAL_KEY_NAMES.some((name) => keys[name] !== null)
