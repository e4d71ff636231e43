import { Unavailable } from '../../ports/unavailable.ts'

export type S3FaultReason =
  /** With the code of the system, such as `ECONNREFUSED`. */
  | { readonly kind: 'unreachable'; readonly code: string }
  /** It took the connection and then said nothing. */
  | { readonly kind: 'silent' }
  /** With the status of HTTP and the code that S3 has for it, such as `SlowDown`. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string | null }
  /** It answered with what S3 would not. */
  | { readonly kind: 'strange'; readonly what: string }

/** The storage does not do it now, as what the ports promise, and with more for those who ask. */
export class S3Fault extends Unavailable {
  readonly reason: S3FaultReason

  constructor(reason: S3FaultReason) {
    super(`The storage for files ${sentenceFor(reason)}`)
    this.reason = reason
  }
}

export const strange = (what: string): S3Fault => new S3Fault({ kind: 'strange', what })

export const isRefusedWith = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof S3Fault &&
  error.reason.kind === 'refused' &&
  codes.includes(error.reason.code ?? String(error.reason.status))

function sentenceFor(reason: S3FaultReason): string {
  switch (reason.kind) {
    case 'unreachable':
      return `cannot be reached (${reason.code})`
    case 'silent':
      return 'does not answer'
    case 'refused':
      return `refuses (${reason.status}${reason.code === null ? '' : ` ${reason.code}`})`
    case 'strange':
      return `does not speak S3: ${reason.what}`
  }
}
