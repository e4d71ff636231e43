import { utilityProcess } from 'electron'
import { hostedCommandMessageSchema } from '#shared/ipc/host.ts'
import { appendToLog, inheritedBy } from './server-process.ts'

export interface CommandOutcome {
  readonly ok: boolean
  /** One sentence or two. */
  readonly message: string
}

/** Runs a command of the server's program, such as `backup FILE`, to its end. */
export type RunServerCommand = (
  words: readonly string[],
  onProgress: (percent: number) => void,
) => Promise<CommandOutcome>

const NO_ANSWER = 'It ended without saying why. The log files may have the reason.'

export function createServerCommandRunner(options: {
  readonly entry: string
  readonly dataFolder: string
  readonly logFile: string
  readonly environment: NodeJS.ProcessEnv
  readonly serverName: () => string
}): RunServerCommand {
  return (words, onProgress) =>
    new Promise((resolve) => {
      const child = utilityProcess.fork(options.entry, [...words], {
        serviceName: 'Parley server command',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...inheritedBy(options.environment),
          DATA_DIR: options.dataFolder,
          SERVER_NAME: options.serverName(),
        },
      })
      let outcome: CommandOutcome = { ok: false, message: NO_ANSWER }
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer) => appendToLog(options.logFile, chunk))
      }
      child.on('message', (raw: unknown) => {
        const { data } = hostedCommandMessageSchema.safeParse(raw)
        if (data?.type === 'progress') onProgress(data.percent)
        if (data?.type === 'finished') outcome = { ok: data.ok, message: data.message }
      })
      child.on('exit', () => resolve(outcome))
    })
}
