import { succeed } from '#shared/lib/result.ts'
import type { Ringing } from './platform.ts'

/** Where nothing rings outside of the page. */
export const silentRinging: Ringing = {
  ring: async () => succeed(null),
  show: async () => succeed(null),
  onAnswer: () => () => undefined,
  onCommand: () => () => undefined,
}
