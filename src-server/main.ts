import { readyLine } from './addresses.ts'
import { readConfig } from './config.ts'
import { createServer, type Server } from './create-server.ts'
import { readEnvironment, thisMachine } from './environment.ts'
import { sentenceForListenFailure } from './listen-failure.ts'
import { locateParts } from './locate.ts'
import { createLog } from './observe/log.ts'

/**
 * The server as a program of its own. Stdout carries one line, which says where it is; sentences for
 * whoever started it and the log go to stderr.
 */

/** A service manager kills what has not ended by itself; this is well before that. */
const CLOSE_WITHIN_MS = 4_000

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`)

function refuse(...sentences: readonly string[]): never {
  sentences.forEach(say)
  process.exit(1)
}

let server: Server | null = null
let isEnding = false

/** Ends in order and in time, whatever happens; a second request changes nothing. */
async function end(exitCode: number): Promise<void> {
  if (isEnding) return
  isEnding = true
  setTimeout(() => process.exit(exitCode), CLOSE_WITHIN_MS).unref()
  await server
    ?.close()
    .catch((error: unknown) => log.error({ err: error }, 'could not end in order'))
  process.exit(exitCode)
}

const config = readConfig(readEnvironment(), thisMachine())
if (!config.ok) refuse(...config.error)
const { port, host, logLevel } = config.value
const log = createLog(logLevel)

/** State that a bug has touched is not to be trusted: end, and be started anew. */
function onFatal(error: unknown): void {
  log.error({ err: error }, 'a fault that nothing handled')
  void end(1)
}
process.on('uncaughtException', onFatal)
process.on('unhandledRejection', onFatal)
process.on('SIGTERM', () => void end(0))
process.on('SIGINT', () => void end(0))

const created = await createServer({
  config: config.value,
  parts: locateParts(import.meta.url),
  log,
  onFatal,
})
if (!created.ok) refuse(created.error)
server = created.value
server.notices.forEach(say)

const listening = await server.listen(port)
if (listening.ok) {
  process.stdout.write(`${readyLine(host, listening.value.port)}\n`)
} else {
  say(sentenceForListenFailure(listening.error, { host, port }))
  await end(1)
}
