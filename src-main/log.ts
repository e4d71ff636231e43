import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Enough to find a fault of the last days, small enough to attach to a report. In bytes. */
const LOG_MAX_BYTES = 1024 * 1024

export interface Log {
  info(text: string, facts?: Readonly<Record<string, unknown>>): void
  warn(text: string, facts?: Readonly<Record<string, unknown>>): void
  error(text: string, error?: unknown): void
}

/**
 * A log file that starts anew when it is full, keeping one older part. Local only; no message
 * texts, no tokens. Written synchronously, because the last line before a crash is the one wanted.
 */
export function createLog(folder: string, name: string, now: () => Date): Log {
  const file = join(folder, `${name}.log`)
  const write = (level: string, text: string, facts?: unknown): void => {
    // One line per event: a line break in a value must not look like a second event.
    const line = JSON.stringify({ time: now().toISOString(), level, text, facts })
    try {
      mkdirSync(folder, { recursive: true })
      if (sizeOf(file) > LOG_MAX_BYTES) renameSync(file, join(folder, `${name}.old.log`))
      appendFileSync(file, `${line}\n`, { mode: 0o600 })
    } catch {
      // A full or read-only disk must not stop the app; there is nowhere left to say it.
    }
  }
  return {
    info: (text, facts) => write('info', text, facts),
    warn: (text, facts) => write('warn', text, facts),
    error: (text, error) => write('error', text, describe(error)),
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

const describe = (error: unknown): unknown =>
  error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : error
