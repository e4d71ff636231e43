import { fail, type Result } from '#shared/lib/result.ts'
import type { ErrorCode } from '#shared/protocol/errors.ts'

/** Why something was refused, with one sentence for a person. */
export interface Refusal<Code extends ErrorCode> {
  readonly code: Code
  readonly message: string
}

export type Outcome<Value, Code extends ErrorCode> = Result<Value, Refusal<Code>>

export const refuse = <const Code extends ErrorCode>(
  code: Code,
  message: string,
): { readonly ok: false; readonly error: Refusal<Code> } => fail({ code, message })
