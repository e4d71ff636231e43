import { readyLine } from './addresses.ts'
import { parseCommandLine } from './commands/command-line.ts'
import { runInTerminal } from './commands/run-in-terminal.ts'
import { readConfig } from './config.ts'
import { createServer, type Server } from './create-server.ts'
import { createEndInOrder } from './end-in-order.ts'
import { readEnvironment, thisMachine } from './environment.ts'
import { sentenceForListenFailure } from './listen-failure.ts'
import { locateParts } from './locate.ts'
import { createLog } from './observe/log.ts'

/**
 * The server as a program of its own, and commands about what it keeps. Stdout carries one line, which
 * says where it is; sentences for whoever started it and the log go to stderr.
 */

/** Of commands, as programs have it: 1 is a failure, 2 is a command that is not understood. */
const EXIT_MISUNDERSTOOD = 2

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`)

function refuse(...sentences: readonly string[]): never {
  sentences.forEach(say)
  process.exit(1)
}

const command = parseCommandLine(process.argv.slice(2), process.cwd())
if (!command.ok) {
  say(command.error)
  process.exit(EXIT_MISUNDERSTOOD)
}

let server: Server | null = null
const end = createEndInOrder({ server: () => server, log: () => log })

const config = readConfig(readEnvironment(), thisMachine())
if (!config.ok) refuse(...config.error)
const { port, host, logLevel } = config.value
const parts = locateParts(import.meta.url)
if (command.value) {
  process.exit(await runInTerminal(command.value, { config: config.value, parts, say }))
}
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
  parts,
  log,
  onFatal,
})
if (!created.ok) refuse(created.error)
server = created.value
server.notices.forEach(say)

const listening = await server.listen(port)
if (listening.ok) {
  listening.value.notices.forEach(say)
  process.stdout.write(`${readyLine(host, listening.value.port)}\n`)
} else {
  say(sentenceForListenFailure(listening.error, { host, port }))
  await end(1)
}
