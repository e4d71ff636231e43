import type { IncomingCall, RingAnswer, RingLayer } from '#shared/ipc/ringing.ts'

/** A call that makes itself known now. */
export interface Ring {
  readonly call: IncomingCall
  /** Quiet hours: whoever sleeps is not woken, and finds the call afterwards. */
  readonly isQuiet: boolean
  readonly isTest: boolean
  /** Somebody chose; the ringing ends. */
  readonly answer: (answer: Choice) => void
  /** Somebody wants to see the app. */
  readonly open: () => void
}

/** What can be chosen about the call that rings. */
export type Choice =
  { readonly kind: 'accept' } | Omit<Extract<RingAnswer, { kind: 'decline' }>, 'callId'>

/** One of the ways in which a call makes itself known. It fails alone: the others ring all the same. */
export interface RingWay {
  start(ring: Ring): void
  /** Ends everything at once; also asked when nothing was started. */
  stop(): void
  /** What came of it since it was started. */
  report(): readonly RingLayer[]
}
