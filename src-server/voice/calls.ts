import type { PictureLane } from '#shared/domain/call-pictures.ts'
import type { VoiceStayId } from '#shared/domain/voice.ts'
import type { Result } from '#shared/lib/result.ts'
import type { VoiceSeat } from '../ports/voice-engine.ts'

/** What is asked of the thread, and what comes back. */
export interface Calls {
  /** @returns the port that it listens on, or the code of the system */
  start(options: StartOptions): Result<number, string>
  open(seat: VoiceSeat): Result<string, 'unavailable'>
  answer(stay: VoiceStayId, sdp: string): boolean
  silence(stay: VoiceStayId, isSilent: boolean): void
  deafen(stay: VoiceStayId, isDeaf: boolean): void
  show(stay: VoiceStayId, lane: PictureLane, isOn: boolean): boolean
  close(stay: VoiceStayId): void
  end(): void
}

export interface StartOptions {
  readonly port: number
  /** Null for all. */
  readonly bindAddress: string | null
  readonly publicAddresses: readonly string[]
}

export type Verb = keyof Calls
export type Input<Name extends Verb> = Parameters<Calls[Name]>
export type Output<Name extends Verb> = ReturnType<Calls[Name]>

/** One thread serves all engines of a process. */
export type ToThread = {
  readonly [Name in Verb]: {
    readonly engine: number
    readonly id: number
    readonly verb: Name
    readonly input: Input<Name>
  }
}[Verb]

export type FromThread =
  | { readonly type: 'answer'; readonly id: number; readonly value: Output<Verb> }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  | { readonly type: 'lost'; readonly engine: number; readonly stay: VoiceStayId }

/** Instead of a call: end everything, as the process does. */
export const ABANDON = 'abandon'

export interface WorkerData {
  /** Becomes 1 when the process may exit. */
  readonly isGone: Int32Array<SharedArrayBuffer>
}
