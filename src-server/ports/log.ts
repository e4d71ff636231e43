/**
 * Structured log of one part of the server.
 *
 * Never pass a token, a message text or a name: a log gets attached to reports of faults.
 */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
