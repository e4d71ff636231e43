import { succeed } from '#shared/lib/result.ts'
import type { Ringing } from '../../../src-renderer/platform/platform.ts'

/** Rings for nobody. */
export const createSilentRinging = (): Ringing => ({
  ring: async () => succeed(null),
  show: async () => succeed(null),
  onAnswer: () => () => undefined,
  onCommand: () => () => undefined,
  test: async () => succeed([]),
})
