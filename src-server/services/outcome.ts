import { fail, type Result } from '#shared/lib/result.ts'
import type { ErrorCode } from '#shared/protocol/errors.ts'

/** Why something was refused, with one sentence for a person. */
export interface Refusal<Code extends ErrorCode> {
  readonly code: Code
  readonly message: string
  /** Milliseconds until the same may succeed; with `rate-limited`. */
  readonly retryAfter?: number | undefined
  /** Milliseconds since 1970, or null for ever; with `banned`. */
  readonly until?: number | null | undefined
}

export type Outcome<Value, Code extends ErrorCode> = Result<Value, Refusal<Code>>

export const refuse = <const Code extends ErrorCode>(
  code: Code,
  message: string,
  retryAfter?: number,
): { readonly ok: false; readonly error: Refusal<Code> } =>
  fail(retryAfter === undefined ? { code, message } : { code, message, retryAfter })
