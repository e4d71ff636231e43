import { Gone } from '../../ports/gone.ts'
import { Unavailable } from '../../ports/unavailable.ts'

/**
 * Answers with which Redis says that it cannot do it now: loading, out of memory, cannot write its
 * disk, demoted to a replica, part of it gone, rights taken away.
 */
const NOT_NOW =
  /(?:^|-)(LOADING|OOM|MISCONF|READONLY|NOREPLICAS|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|NOAUTH|WRONGPASS|NOPERM|NONAME|UNREGISTERED)\b/

const isReply = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'ReplyError'

export const isUnknownScript = (error: unknown): boolean =>
  isReply(error) && error.message.startsWith('NOSCRIPT')

/** The connection did not carry the question or the answer. */
export const isLost = (error: unknown): boolean => !isReply(error)

/**
 * What to throw instead of an error of the library, which carries the arguments of the command and
 * with them what people wrote.
 */
export function faultOf(error: unknown): Error {
  if (!isReply(error)) return new Unavailable(`Redis does not answer (${reasonOf(error)})`)
  if (/(?:^|-)NOROOM\b/.test(error.message)) return new Gone('There is no such room')
  const code = NOT_NOW.exec(error.message)?.[1]
  return code === undefined
    ? new Error(`Redis refused a command (${reasonOf(error)})`)
    : new Unavailable(`Redis cannot do it now (${code})`)
}

/** Short, and without anything that somebody typed: an unknown command is repeated by Redis. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return code
  return String(message).split(/[,:\n]| with args/, 1)[0] ?? 'no reason given'
}
