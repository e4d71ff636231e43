import { pino } from 'pino'
import type { Log } from '../ports/log.ts'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Where file descriptor 2 leads: stdout stays free for the one line that says where the server is. */
const STANDARD_ERROR = 2

/** JSON lines on stderr, written at once, so that the last line before a crash is not lost. */
export function createLog(level: LogLevel): Log {
  return pino(
    {
      level,
      base: null,
      // Should a token ever get near the log, it does not get in.
      redact: ['token', '*.token', 'auth', '*.auth', 'headers.authorization', 'headers.cookie'],
    },
    pino.destination({ fd: STANDARD_ERROR, sync: true }),
  )
}
