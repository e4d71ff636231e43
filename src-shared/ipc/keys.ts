import { z } from 'zod'
import { GLOBAL_KEY_NAMES, globalKeysSchema } from '../domain/global-keys.ts'

/** What the page wants of the keys; told whole whenever something about it changes. */
export const keysWishSchema = z.object({
  /** Nothing is listened for outside of voice. */
  isInVoice: z.boolean(),
  keys: globalKeysSchema,
})
export type KeysWish = z.output<typeof keysWishSchema>

/** How the keys of this computer are heard, and whether they are. */
export const keysStatusSchema = z.object({
  phase: z.enum([
    'off',
    'starting',
    'listening',
    /** macOS: somebody has to allow it first. */
    'not-allowed',
  ]),
  /**
   * `listener` hears keys go down and up. The other two hear a press and no release, so that the talk
   * key switches: `portal` because Wayland tells no more, `shortcuts` because the listener cannot run.
   */
  way: z.enum(['listener', 'portal', 'shortcuts']),
  /** What was wanted and cannot be had on this way, or is taken by another program. */
  unusable: z.array(z.enum(GLOBAL_KEY_NAMES)),
})
export type KeysStatus = z.output<typeof keysStatusSchema>

/** Whether the talk key is pressed once to talk and once more to stop. */
export const isToggled = ({ way }: Pick<KeysStatus, 'way'>): boolean => way !== 'listener'

/** What came of keys that were pressed. Which keys those were is not told. */
export const keysHeardSchema = z.discriminatedUnion('type', [
  /** Told again every `TALK_IS_TOLD_EVERY_MS` for as long as it is so. */
  z.object({ type: z.literal('talk'), isHeld: z.boolean() }),
  z.object({ type: z.literal('pressed'), name: z.enum(['mute', 'deafen']) }),
  /** The screen was locked, or the computer goes to sleep: whatever is held ends. */
  z.object({ type: z.literal('let-go') }),
])
export type KeysHeard = z.output<typeof keysHeardSchema>

/** Talking is told again so often, on each part of the way. */
export const TALK_IS_TOLD_EVERY_MS = 1_000

/** Whoever was not told for so long takes it that the other side is gone, and that nobody talks. */
export const TALK_ENDS_AFTER_MS = 3_500

/** Messages of the process that listens to the keys. Nothing of what else is typed is in them. */
export const listenerMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening') }),
  /** It cannot listen here, and ends. */
  z.object({ type: z.literal('unavailable'), reason: z.string() }),
  z.object({ type: z.literal('talk'), isHeld: z.boolean() }),
  z.object({ type: z.literal('pressed'), name: z.enum(['mute', 'deafen']) }),
])
export type ListenerMessage = z.output<typeof listenerMessageSchema>

/** Messages to the process that listens to the keys. */
export const listenerCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('use'), keys: globalKeysSchema }),
  /** What is held ends, the talk key even if a listener before this one heard it go down. */
  z.object({ type: z.literal('let-go') }),
])
export type ListenerCommand = z.output<typeof listenerCommandSchema>
