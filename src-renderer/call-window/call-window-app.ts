import {
  callWindowRequests,
  type CallWindowBridge,
  type CallWindowRing,
  type HeardReport,
} from '#shared/ipc/call-window.ts'
import type { RingAnswer } from '#shared/ipc/ringing.ts'

declare global {
  interface Window {
    /** Put there by the preload script of this window; missing everywhere else. */
    readonly parleyCall?: CallWindowBridge
  }
}

/** How often the app is told whether the ring is heard, in milliseconds. */
const TELL_EVERY_MS = 250

/** What the window of a ringing call can do. */
export interface CallWindowApp {
  get(): Promise<CallWindowRing>
  answer(answer: RingAnswer): void
  /** Closes the window and ends the sound; whoever calls is not told. */
  silence(): void
  /** Says whenever it changes whether the ring is heard. */
  tellHeard(look: () => HeardReport): void
}

export function createCallWindowApp(bridge: CallWindowBridge): CallWindowApp {
  return {
    async get() {
      const outcome = await bridge.request('get', null)
      if (!outcome.ok) throw new Error(outcome.message)
      return callWindowRequests.get.reply.parse(outcome.value)
    },
    answer: (answer) => void bridge.request('answer', answer),
    silence: () => void bridge.request('silence', null),
    tellHeard(look) {
      let told = ''
      setInterval(() => {
        const heard = look()
        if (JSON.stringify(heard) === told) return
        told = JSON.stringify(heard)
        void bridge.request('heard', heard)
      }, TELL_EVERY_MS)
    },
  }
}
