import {
  hostCommandSchema,
  type HostedCommandMessage,
  type HostedServerMessage,
} from '#shared/ipc/host.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import { parseCommandLine, type Command } from './commands/command-line.ts'
import { runCommand } from './commands/run-command.ts'
import { readConfig } from './config.ts'
import { createServer, type ListenFailure, type Listening, type Server } from './create-server.ts'
import { createEndInOrder } from './end-in-order.ts'
import { thisMachine } from './environment.ts'
import { sentenceForListenFailure } from './listen-failure.ts'
import { locateParts } from './locate.ts'
import { createLog } from './observe/log.ts'

/**
 * The server inside the desktop app: a utility process that talks to the app through `parentPort`,
 * in the messages of src-shared/ipc/host.ts. It is configured like the standalone server, except
 * that a used port is no reason to give up: the app tells others the port that was found.
 *
 * With a command (`backup FILE`) it does that instead, and tells the app how far it is.
 *
 * Exit codes: 0 after `stop`, 1 after a fault (start it anew), 3 after `refused` (do not).
 */
const EXIT_STOPPED = 0
const EXIT_FAULT = 1
const EXIT_REFUSED = 3

/** How often the app hears that this process still answers. */
const ALIVE_EVERY_MS = 2_000

/** The number of people is for a menu entry; nobody needs it faster. */
const COUNT_EVERY_MS = 1_000

const PORTS_TO_TRY = 20

/** What Electron adds to `process` in a utility process; only what is used here. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  postMessage(message: HostedServerMessage | HostedCommandMessage): void
}

const { parentPort } = process as { parentPort?: ParentPort }
if (!parentPort) {
  process.stderr.write('This program is started by the Parley app. Run main.js for a server.\n')
  process.exit(EXIT_REFUSED)
}
const tell = (message: HostedServerMessage | HostedCommandMessage): void =>
  parentPort.postMessage(message)

let server: Server | null = null
const end = createEndInOrder({ server: () => server, log: () => log })

/** Says why and ends, once the message has had the chance to leave. */
async function refuse(message: string): Promise<void> {
  tell({ type: 'refused', message })
  await end(EXIT_REFUSED)
}

async function start(): Promise<void> {
  if (!config.ok) return refuse(config.error.join(' '))
  const created = await createServer({
    config: config.value,
    parts: locateParts(import.meta.url),
    log,
    onFatal,
  })
  if (!created.ok) return refuse(created.error)
  server = created.value
  const { port, host } = config.value
  const listening = await listenNearby(server, port)
  if (!listening.ok) return refuse(sentenceForListenFailure(listening.error, { host, port }))
  tell({ type: 'ready', port: listening.value.port, notices: noticesOf(server, listening.value) })
  reportPeople(server)
}

/** The app says nothing more to it: it is ended or left to finish. */
async function runForApp(wanted: Command): Promise<void> {
  if (!config.ok) return refuse(config.error.join(' '))
  let told = -1
  const done = await runCommand(wanted, {
    config: config.value,
    parts: locateParts(import.meta.url),
    now: Date.now(),
    onProgress(count, total) {
      const percent = Math.min(100, Math.floor((count / Math.max(1, total)) * 100))
      if (percent === told) return
      told = percent
      tell({ type: 'progress', percent })
    },
    onRead: () => {},
    signal: new AbortController().signal,
  })
  const message = done.ok ? done.value.join(' ') : done.error
  tell({ type: 'finished', ok: done.ok, message })
  await end(done.ok ? EXIT_STOPPED : EXIT_REFUSED)
}

interface ListeningNearby extends Listening {
  readonly wanted: number
}

async function listenNearby(
  target: Server,
  wanted: number,
): Promise<Result<ListeningNearby, ListenFailure>> {
  const last = wanted === 0 ? 0 : Math.min(wanted + PORTS_TO_TRY, 65_535)
  for (let port = wanted; ; port += 1) {
    const listening = await target.listen(port)
    if (listening.ok) return succeed({ ...listening.value, wanted })
    if (listening.error.code !== 'EADDRINUSE' || port >= last) return fail(listening.error)
  }
}

function noticesOf(target: Server, { port, wanted, notices }: ListeningNearby): string[] {
  const all = [...target.notices, ...notices]
  if (wanted === 0 || port === wanted) return all
  const moved = `Port ${wanted} is in use by another program, so this server uses ${port}.`
  return [...all, moved]
}

function reportPeople(target: Server): void {
  let lastTold = 0
  setInterval(() => {
    target.countPeople().then(
      (people) => {
        if (people === lastTold) return
        lastTold = people
        tell({ type: 'people', people })
      },
      // The store cannot say it now; the last number stands.
      () => {},
    )
  }, COUNT_EVERY_MS).unref()
}

const config = readConfig(process.env, thisMachine())
const log = createLog(config.ok ? config.value.logLevel : 'warn')

function onFatal(error: unknown): void {
  log.error({ err: error }, 'a fault that nothing handled')
  void end(EXIT_FAULT)
}
process.on('uncaughtException', onFatal)
process.on('unhandledRejection', onFatal)
process.on('SIGTERM', () => void end(EXIT_STOPPED))

parentPort.on('message', ({ data }) => {
  if (hostCommandSchema.safeParse(data).success) void end(EXIT_STOPPED)
})
const command = parseCommandLine(process.argv.slice(2), process.cwd())
if (command.ok && command.value) {
  await runForApp(command.value)
} else {
  setInterval(() => tell({ type: 'alive' }), ALIVE_EVERY_MS)
  await start()
}
