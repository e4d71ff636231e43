import { Gone } from '../../ports/gone.ts'

/** What to do about an error of the database. */
export type Fault =
  /** The file is not what it should be: set it aside. */
  | 'corrupt'
  /** Another process has it. */
  | 'locked'
  /** The disk does not take or give anything right now. */
  | 'unavailable'
  /** The room is not there any more. */
  | 'gone'
  /** We made a mistake. */
  | 'bug'

const faults: readonly (readonly [RegExp, Fault])[] = [
  [/^SQLITE_(CORRUPT|NOTADB)/, 'corrupt'],
  [/^SQLITE_(BUSY|LOCKED)/, 'locked'],
  [/^SQLITE_(FULL|IOERR|CANTOPEN|READONLY|PERM|NOMEM|NOLFS|INTERRUPT|PROTOCOL)/, 'unavailable'],
]

export function faultOf(error: unknown): Fault {
  if (error instanceof Gone) return 'gone'
  const code = (error as { code?: unknown } | null)?.code
  const known = typeof code === 'string' && faults.find(([pattern]) => pattern.test(code))
  if (known) return known[1]
  // Failing to open at all comes as an error of the binding, without a code of its own.
  return /ConnectionFailed/.test(String(error)) ? 'unavailable' : 'bug'
}
