import type { Server } from './create-server.ts'
import type { Log } from './ports/log.ts'

/** Well before whoever asked a process to stop would kill it. */
const CLOSE_WITHIN_MS = 4_000

/** Ends the process; a second request changes nothing. */
export type EndInOrder = (exitCode: number) => Promise<void>

/** Closes the server that runs by then, if any, and ends the process in time whatever happens. */
export function createEndInOrder(deps: {
  readonly server: () => Server | null
  readonly log: () => Log
}): EndInOrder {
  let isEnding = false
  return async (exitCode) => {
    if (isEnding) return
    isEnding = true
    setTimeout(() => process.exit(exitCode), CLOSE_WITHIN_MS).unref()
    await deps
      .server()
      ?.close()
      .catch((error: unknown) => deps.log().error({ err: error }, 'could not end in order'))
    process.exit(exitCode)
  }
}
